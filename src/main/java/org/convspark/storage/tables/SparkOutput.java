package org.convspark.storage.tables;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.convspark.config.InputException;
import org.convspark.storage.Expectation;
import org.convspark.storage.Location;
import org.convspark.storage.Reason;

/**
 * Writes rows as files through Spark's tasks, and holds the rows of the files that the driver finds
 * there against those that the tasks were given. Executors with disks of their own leave an output
 * without their rows, which is success to Spark.
 */
public final class SparkOutput {
  private static final String COUNT = "rows";

  private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(10);

  private SparkOutput() {}

  /**
   * Writes rows to a directory.
   *
   * @param format as Spark knows it, such as {@code parquet} or {@code csv}
   * @param options of the format, and Hadoop's settings for this output
   * @param directory that holds no other files; what errors call it is {@code where}
   * @return how many rows were written
   * @throws InputException if the driver doesn't find all that was written
   */
  public static long write(
      Dataset<Row> rows,
      String format,
      Map<String, String> options,
      Location directory,
      String where)
      throws InterruptedException {
    Observation given = new Observation();
    try (Stragglers stragglers =
        new Stragglers(rows.sparkSession().sparkContext(), LONGEST_AFTER_FAILURE)) {
      save(
          rows.observe(given, functions.count(functions.lit(1)).as(COUNT)),
          format,
          options,
          directory,
          stragglers);
    }
    long written = (Long) given.getAsJava().get(COUNT);
    require(rows, format, options, directory, where, written);
    return written;
  }

  /** Who deletes the directory after a failure mustn't find tasks that make it anew. */
  private static void save(
      Dataset<Row> rows,
      String format,
      Map<String, String> options,
      Location directory,
      Stragglers stragglers)
      throws InterruptedException {
    try {
      rows.write()
          .format(format)
          .options(options)
          // A directory that is there already is one that was made for this.
          .mode(SaveMode.Append)
          .save(directory.uri());
    } catch (Exception e) { // Spark throws checked ones undeclared.
      if (!rows.sparkSession().sparkContext().isStopped()) {
        stragglers.await();
      }
      throw e;
    }
  }

  private static void require(
      Dataset<Row> rows,
      String format,
      Map<String, String> options,
      Location directory,
      String where,
      long written) {
    List<String> files = directory.exists() ? directory.files().uris() : List.of();
    if (files.isEmpty()) {
      if (written > 0) {
        throw notShared(where, "no files", written, null);
      }
      return;
    }
    long found;
    try {
      found =
          SparkFiles.read(
                  rows.sparkSession(),
                  format,
                  directory,
                  files,
                  reading(format, options),
                  Optional.of(rows.schema()))
              .count();
    } catch (Exception e) {
      throw notShared(where, Reason.of(e), written, e);
    }
    if (found != written) {
      throw notShared(where, found + (found == 1 ? " row" : " rows"), written, null);
    }
  }

  /** A path in a column of CSV may have a line break. */
  private static Map<String, String> reading(String format, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    if (format.equals("csv")) {
      all.put("multiLine", "true");
    }
    return all;
  }

  private static InputException notShared(
      String where, String found, long written, Exception cause) {
    return new InputException(
        where,
        found,
        written == 1
            ? "the row that the executors wrote"
            : "the " + written + " rows that the executors wrote",
        Expectation.SHARED_OUTPUT,
        cause);
  }
}
