package org.convspark.storage.tables;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.CaseInsensitiveMap$;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.InMemoryFileIndex;
import org.apache.spark.sql.execution.datasources.NoopCache$;
import org.apache.spark.sql.execution.datasources.PartitionPath;
import org.apache.spark.sql.execution.datasources.v2.FileDataSourceV2;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.SchemaUtils;
import org.convspark.config.InputException;
import org.convspark.shims.SparkShims;
import scala.Option;
import scala.collection.Iterator;

/**
 * Puts files together for Spark as its {@code DataFrameReader} does, but without its search for
 * patterns. Told by {@code __globPaths__} not to search, Spark 3.5 takes all paths once for each
 * that looks like a pattern, and reads every file of {@code set[12]} several times.
 */
final class FileRelation {
  private final SparkSession spark;
  private final String name;

  /**
   * Makes relations of a format.
   *
   * @param name as Spark knows it
   */
  FileRelation(SparkSession spark, String name) {
    this.spark = spark;
    this.name = name;
  }

  /**
   * Returns what Spark reads.
   *
   * @param given schema of the files, where they don't say it themselves
   * @throws InputException if a file would be left out without a word
   * @throws Exception of any kind where Spark can't make one table of the files
   */
  HadoopFsRelation of(List<String> files, Map<String, String> options, Optional<StructType> given)
      throws Exception {
    List<Path> paths = new ArrayList<>();
    files.forEach(file -> paths.add(new Path(file)));
    var parameters = CaseInsensitiveMap$.MODULE$.apply(SparkShims.map(options));
    InMemoryFileIndex index =
        new InMemoryFileIndex(
            spark,
            SparkShims.seq(paths),
            parameters,
            Option.empty(),
            NoopCache$.MODULE$,
            Option.empty(),
            Option.empty());
    checkAllAreThere(files, index);
    FileFormat format = format();
    Option<StructType> schema =
        given.isPresent()
            ? Option.apply(given.get())
            : format.inferSchema(spark, parameters, index.allFiles());
    if (schema.isEmpty()) {
      throw new InputException(
          files.get(0), "no columns", "files of " + name, "check what the files are");
    }
    boolean caseSensitive = spark.sessionState().conf().caseSensitiveAnalysis();
    SchemaUtils.checkSchemaColumnNameDuplication(schema.get(), caseSensitive);
    SchemaUtils.checkSchemaColumnNameDuplication(index.partitionSchema(), caseSensitive);
    return new HadoopFsRelation(
        index,
        index.partitionSchema(),
        schema.get().asNullable(),
        Option.empty(),
        format,
        parameters,
        spark);
  }

  private FileFormat format() throws ReflectiveOperationException {
    Object source =
        DataSource.lookupDataSource(name, spark.sessionState().conf())
            .getConstructor()
            .newInstance();
    return source instanceof FileDataSourceV2 second
        ? second.fallbackFileFormat().getConstructor().newInstance()
        : (FileFormat) source;
  }

  private void checkAllAreThere(List<String> files, InMemoryFileIndex index) {
    Set<String> partitions = new HashSet<>();
    Iterator<PartitionPath> paths = index.partitionSpec().partitions().iterator();
    while (paths.hasNext()) {
      partitions.add(paths.next().path().toString());
    }
    Set<String> missing = new HashSet<>(files);
    Iterator<FileStatus> statuses = index.allFiles().iterator();
    while (statuses.hasNext()) {
      FileStatus file = statuses.next();
      missing.remove(file.getPath().toString());
      check(file, partitions);
    }
    if (!missing.isEmpty()) {
      throw new InputException(
          missing.iterator().next(),
          "a file that is gone, or one that Spark takes for hidden by its name",
          "files that are there and don't begin with an underscore or a dot",
          "run the command again, or rename the file");
    }
  }

  private void check(FileStatus file, Set<String> partitions) {
    if (name.equals(SparkFiles.PARQUET) && file.getLen() == 0) {
      throw new InputException(
          file.getPath().toString(), "an empty file", "Parquet", ReadErrors.REMEDY);
    }
    if (!partitions.isEmpty() && !partitions.contains(file.getPath().getParent().toString())) {
      throw new InputException(
          file.getPath().toString(),
          "a file outside of the KEY=VALUE directories that others are in",
          "all files in such directories, or none",
          "move the file, or name a directory of its own");
    }
  }
}
