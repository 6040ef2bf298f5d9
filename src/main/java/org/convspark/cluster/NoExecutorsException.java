package org.convspark.cluster;

import java.time.Duration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Thrown where the cluster gives the run no executor. Its message says what was asked of it and
 * where to look; the exit code is 3.
 */
final class NoExecutorsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoExecutorsException(JavaSparkContext spark, Duration waited) {
    super(
        "no executor for "
            + waited.toSeconds()
            + " s from "
            + spark.master()
            + ", asked for "
            + spark.getConf().get("spark.executor.memory", "1g")
            + " of memory and "
            + spark.getConf().get("spark.executor.cores", "all")
            + " cores for each; see on the master's page whether any worker has as much to give, lower"
            + " --executor-memory or --executor-cores, or allow more time with"
            + " --set cluster.executor-timeout=SECONDS");
  }
}
