package org.convspark.data;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;

/**
 * Lets executors forget what they hold for the driver.
 *
 * <p>Symptom: a local run that ended at once after such a removal printed a
 * RejectedExecutionException's stack trace, as the answer came when Spark had stopped. Therefore in
 * local mode the removal is waited for, which takes a millisecond. On a cluster it isn't: an
 * executor that hangs would hold up the driver for as long as Spark's timeout.
 */
public final class ExecutorMemory {
  private ExecutorMemory() {}

  /** Drops the cached partitions of an RDD. */
  public static void free(JavaRDD<?> rdd) {
    rdd.unpersist(rdd.context().isLocal());
  }

  /** Drops a broadcast value everywhere; it can't be used any more. */
  public static void free(Broadcast<?> broadcast) {
    broadcast.destroy(SparkContext.getOrCreate().isLocal());
  }
}
