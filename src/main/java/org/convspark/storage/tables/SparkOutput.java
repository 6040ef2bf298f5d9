package org.convspark.storage.tables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.CommandResult;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.convspark.config.InputException;
import org.convspark.storage.Expectation;
import org.convspark.storage.FoundFiles.FoundFile;
import org.convspark.storage.Location;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * Writes rows as files through Spark's tasks, and holds what the driver finds there against what
 * the tasks say they wrote. Executors with disks of their own leave an output without their rows,
 * which is success to Spark. Its {@code DataFrameWriter} does the same, but keeps for itself what
 * the tasks say.
 */
public final class SparkOutput {
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
      String where) {
    Map<String, SQLMetric> written =
        JavaConverters.mapAsJavaMap(run(rows, format, options, directory).metrics());
    require(
        directory, where, written.get("numFiles").value(), written.get("numOutputBytes").value());
    return written.get("numOutputRows").value();
  }

  /** Returns the plan that was run, which has the sums of what its tasks reported. */
  private static SparkPlan run(
      Dataset<Row> rows, String format, Map<String, String> options, Location directory) {
    SparkSession spark = rows.sparkSession();
    Map<String, String> all = new HashMap<>(options);
    all.put("path", directory.uri());
    LogicalPlan command =
        new DataSource(
                spark,
                format,
                JavaConverters.asScalaBuffer(List.<String>of()).toList(),
                Option.empty(),
                JavaConverters.asScalaBuffer(List.<String>of()).toList(),
                Option.empty(),
                FileRelation.scalaMap(all),
                Option.empty())
            // A directory that is there already is one that was made for this.
            .planForWriting(SaveMode.Append, rows.logicalPlan());
    CommandResult done =
        (CommandResult)
            spark.sessionState().executePlan(command, CommandExecutionMode.ALL()).commandExecuted();
    return done.commandPhysicalPlan() instanceof AdaptiveSparkPlanExec adaptive
        ? adaptive.executedPlan()
        : done.commandPhysicalPlan();
  }

  /**
   * Checks that the driver finds so many files and bytes.
   *
   * @throws InputException if it finds fewer, or more
   */
  static void require(Location directory, String where, long files, long bytes) {
    List<FoundFile> found = directory.exists() ? directory.files().files() : List.of();
    long length = found.stream().mapToLong(FoundFile::bytes).sum();
    if (found.size() != files || length != bytes) {
      throw new InputException(
          where,
          found.isEmpty() ? "no files" : files(found.size(), length),
          "the " + files(files, bytes) + " that the executors wrote",
          Expectation.SHARED_OUTPUT);
    }
  }

  private static String files(long count, long bytes) {
    return count + (count == 1 ? " file of " : " files of ") + bytes + " bytes";
  }
}
