package org.convspark.cluster;

import org.apache.spark.api.java.JavaSparkContext;

/**
 * Thrown where the cluster gives the run no executor that lives. Its message gives Spark's reason
 * where there is one, else what was asked of the cluster; the exit code is 3.
 */
final class NoExecutorsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private NoExecutorsException(String message) {
    super(message);
  }

  /** None has come, or come back, in the time given. */
  static NoExecutorsException after(long seconds, JavaSparkContext spark, ExecutorLosses losses) {
    String none = "no executor for " + seconds + " s from " + spark.master();
    return new NoExecutorsException(
        losses
            .last()
            .map(reason -> none + "; the last one ended: " + reason + where(spark))
            .orElseGet(() -> none + request(spark)));
  }

  /** They come, and end before they have finished a task. */
  static NoExecutorsException inVain(JavaSparkContext spark, ExecutorLosses losses) {
    return new NoExecutorsException(
        losses.inVain()
            + " executors one after another ended without having finished a task; the last: "
            + losses.last().orElse("for no reason given")
            + where(spark));
  }

  /** The cluster has ended the application. */
  static NoExecutorsException dismissed(JavaSparkContext spark, ExecutorLosses losses) {
    return new NoExecutorsException(
        spark.master()
            + " ended the application"
            + losses.last().map(reason -> "; the last executor ended: " + reason).orElse("")
            + where(spark));
  }

  private static String where(JavaSparkContext spark) {
    return spark.master().startsWith("yarn")
        ? "; see yarn logs -applicationId " + spark.sc().applicationId()
        : "; its log, stderr by way of the master's page, says more";
  }

  private static String request(JavaSparkContext spark) {
    return ", asked for "
        + spark.getConf().get("spark.executor.memory", "1g")
        + " of memory and "
        + spark.getConf().get("spark.executor.cores", "all")
        + " cores for each; see on the master's page whether any worker has as much to give, lower"
        + " --executor-memory or --executor-cores, or allow more time with"
        + " --set cluster.executor-timeout=SECONDS";
  }
}
