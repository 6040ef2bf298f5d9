package org.convspark.training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/** A group of the jobs that this thread starts. The one that the thread had comes back after it. */
final class JobGroup {
  /** As SparkContext's setJobGroup sets them. */
  private static final List<String> PROPERTIES =
      List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

  private final JavaSparkContext spark;
  private final Map<String, String> before = new HashMap<>();

  private JobGroup(JavaSparkContext spark) {
    this.spark = spark;
    PROPERTIES.forEach(key -> before.put(key, spark.getLocalProperty(key)));
  }

  /**
   * Begins a group, whose tasks are interrupted where it is cancelled.
   *
   * @param id by which it is cancelled
   * @param description for Spark's pages
   */
  static JobGroup begin(JavaSparkContext spark, String id, String description) {
    JobGroup group = new JobGroup(spark);
    spark.setJobGroup(id, description, true);
    return group;
  }

  /** Ends it. */
  void end() {
    before.forEach(spark::setLocalProperty);
  }
}
