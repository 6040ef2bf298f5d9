package org.convspark.doctor;

import java.util.OptionalLong;
import org.apache.spark.SparkConf;

/**
 * Computes what a cluster manager that limits memory lets an executor take, by Spark's documented
 * rule.
 */
final class ContainerLimit {
  /** Spark's defaults of {@code memoryOverhead}: a tenth of the heap, but no less than this. */
  private static final long LEAST_OVERHEAD_MB = 384;

  private static final double OVERHEAD_FACTOR = 0.1;

  private ContainerLimit() {}

  /**
   * Returns the limit of each executor.
   *
   * @param master Spark's master URL
   * @return bytes of heap and overhead on YARN and Kubernetes; empty on standalone clusters and
   *     local masters, which limit nothing but the heap
   */
  static OptionalLong ofExecutors(SparkConf conf, String master) {
    if (!master.startsWith("yarn") && !master.startsWith("k8s:")) {
      return OptionalLong.empty();
    }
    long heap = conf.getSizeAsMb("spark.executor.memory", "1g");
    double factor = conf.getDouble("spark.executor.memoryOverheadFactor", OVERHEAD_FACTOR);
    long overhead =
        conf.contains("spark.executor.memoryOverhead")
            ? conf.getSizeAsMb("spark.executor.memoryOverhead")
            : Math.max(LEAST_OVERHEAD_MB, (long) (heap * factor));
    return OptionalLong.of((heap + overhead) << 20);
  }
}
