package org.convspark.storage.tables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.InputException;
import org.convspark.storage.Checksums;
import org.convspark.storage.FoundFiles;
import org.convspark.storage.Location;

/**
 * Reads files through Spark: exactly those that are named, whatever characters their names have,
 * and all of them. By itself Spark takes brackets, braces and stars in a path for a pattern, leaves
 * out files by their names, and may be set to leave out damaged ones.
 */
public final class SparkFiles {
  public static final String PARQUET = "parquet";

  private SparkFiles() {}

  /**
   * Returns the rows of all Parquet files in and below a directory, or of one file.
   *
   * @throws InputException if there are none, one can't be read, or they belong to a table that has
   *     a format of its own
   */
  public static Dataset<Row> parquet(SparkSession spark, Location place) {
    FoundFiles found = place.files();
    TableFormats.refuse(place, found);
    return read(spark, PARQUET, place, found.uris(), Map.of(), Optional.empty());
  }

  /**
   * Returns the rows of files. Directories {@code KEY=VALUE} between {@code root} and the files
   * make columns.
   *
   * @param format as Spark knows it, such as {@code parquet} or {@code csv}
   * @param root the directory that the files are in or below, or the one file
   * @param files their URIs, as {@link Location#files} finds them; who has found them below a
   *     directory asks {@link TableFormats} about them, too
   * @param options of the format
   * @param schema of the files, where they don't say it themselves
   * @throws InputException if there are no files, one can't be read, their columns or partitions
   *     don't make one table, or they belong to a table that has a format of its own
   */
  public static Dataset<Row> read(
      SparkSession spark,
      String format,
      Location root,
      List<String> files,
      Map<String, String> options,
      Optional<StructType> schema) {
    TableFormats.refuse(root);
    if (files.isEmpty()) {
      throw new InputException(
          root.toString(), "no files", "files of " + format, "name another path");
    }
    Location base = files.contains(root.uri()) ? root.parent().orElse(root) : root;
    Map<String, String> all = new HashMap<>(options);
    all.put("basePath", base.uri());
    all.put("ignoreCorruptFiles", "false");
    all.put("ignoreMissingFiles", "false");
    all.putAll(Checksums.settingsFor(files));
    try {
      return spark.baseRelationToDataFrame(new FileRelation(spark, format).of(files, all, schema));
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      throw ReadErrors.isConflict(e) ? conflict(base, files, e) : ReadErrors.of(root.toString(), e);
    }
  }

  /**
   * Returns what to throw for a job that failed: the error of what was read, if it is that.
   *
   * @param where what was read, where nothing says which file it was
   */
  public static RuntimeException failure(String where, Throwable thrown) {
    return ReadErrors.named(where, thrown);
  }

  /**
   * Returns the error of files that couldn't be read, where nothing else was tried.
   *
   * @param where what was read, where nothing says which file it was
   * @param thrown an input error among its causes is returned as it is
   */
  public static RuntimeException unreadable(String where, Throwable thrown) {
    return ReadErrors.of(where, thrown);
  }

  private static InputException conflict(Location base, List<String> files, Throwable e) {
    List<String> kinds =
        files.stream()
            .map(file -> file.substring(0, file.lastIndexOf('/')).replaceAll("=[^/]*", "=*"))
            .distinct()
            .toList();
    return new InputException(
        base.toString(),
        "partitions of more than one table: " + String.join(", ", kinds.stream().limit(3).toList()),
        "KEY=VALUE directories of the same keys at the same depth",
        "name a directory of one table",
        e);
  }
}
