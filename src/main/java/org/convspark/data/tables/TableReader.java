package org.convspark.data.tables;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.storage.Reason;
import org.convspark.storage.TaskErrors;
import org.convspark.storage.tables.ReadErrors;
import org.convspark.storage.tables.SparkFiles;

/** Reads tables through Spark. */
final class TableReader {
  private static final String AVRO = "avro";
  private static final String AVRO_CLASS = "org.apache.spark.sql.avro.AvroFileFormat";

  private TableReader() {}

  /**
   * Returns the rows of files.
   *
   * @param format as Spark knows it
   * @param base directory below which directories {@code KEY=VALUE} are columns
   * @param schema of the files where they don't say it themselves
   * @throws InputException if they can't be read, or aren't of one table
   */
  static Dataset<Row> read(
      SparkSession spark,
      String format,
      Location base,
      List<String> files,
      Map<String, String> options,
      Optional<StructType> schema) {
    if (format.equals(AVRO)) {
      requireAvro(spark, base.toString());
    }
    try {
      return SparkFiles.read(spark, format, base, files, options, schema);
    } catch (InputException e) {
      boolean twice = String.valueOf(Reason.ofRoot(e)).contains("COLUMN_ALREADY_EXISTS");
      throw twice
          ? new InputException(
              e.where(),
              e.found(),
              e.expected(),
              e.remedy()
                  + ", or add -- --conf spark.sql.caseSensitive=true and choose by --image-column"
                  + " and --label-column",
              e)
          : e;
    }
  }

  private static void requireAvro(SparkSession spark, String where) {
    try {
      Class.forName(AVRO_CLASS, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      String version = scala.util.Properties.versionNumberString().replaceFirst("\\.\\d+$", "");
      throw new InputException(
          where,
          "Avro, which this Spark can't read by itself",
          "Spark's module for it",
          "add -- --packages org.apache.spark:spark-avro_" + version + ":" + spark.version(),
          e);
    }
  }

  /**
   * Returns the error of a table that Spark couldn't read.
   *
   * @param where the file, or the table
   * @param e what was thrown; an input error among its causes is returned as it is, and so is what
   *     no file is to blame for
   */
  static RuntimeException unreadable(String where, Throwable e) {
    boolean known = TaskErrors.unwrap(e) instanceof InputException || ReadErrors.isInterruption(e);
    return known || !SqlLocation.isSql(where)
        ? SparkFiles.unreadable(where, e)
        : new InputException(
            where,
            "an error as it ran: " + Reason.ofRoot(e),
            "rows",
            "correct it, or the table that it reads",
            e);
  }
}
