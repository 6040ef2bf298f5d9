package org.convspark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag$;

/** Runs a task on the driver and on every executor. */
final class Nodes {
  /** An executor that is busy or just came gets its task in a later pass. */
  private static final int PASSES = 5;

  private Nodes() {}

  /**
   * @return the driver's first, then the executors' by id
   */
  static List<NodeCheck> check(JavaSparkContext spark, NodeTask task) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    List<NodeCheck> checks = new ArrayList<>();
    checks.add(task.run(hadoop).named("driver"));
    if (!spark.isLocal()) {
      checks.addAll(checkExecutors(spark, task, hadoop));
    }
    return checks;
  }

  private static List<NodeCheck> checkExecutors(
      JavaSparkContext spark, NodeTask task, SerializableConfiguration hadoop) {
    Map<String, NodeCheck> found = new TreeMap<>();
    for (int pass = 0; pass < PASSES; pass++) {
      List<ExecutorSummary> missing =
          Slots.executors(spark).stream()
              .filter(e -> !found.containsKey("executor " + e.id()))
              .toList();
      if (missing.isEmpty()) {
        break;
      }
      oneTaskEach(spark, missing)
          .map(i -> task.run(hadoop))
          .collect()
          .forEach(check -> found.put(check.name(), check));
    }
    return List.copyOf(found.values());
  }

  /** A partition for each executor, preferring it as if it held the partition's cached block. */
  private static org.apache.spark.api.java.JavaRDD<Integer> oneTaskEach(
      JavaSparkContext spark, List<ExecutorSummary> executors) {
    List<Tuple2<Integer, Seq<String>>> partitions = new ArrayList<>();
    for (ExecutorSummary executor : executors) {
      String host = executor.hostPort().replaceFirst(":\\d+$", "");
      Seq<String> location =
          JavaConverters.asScalaBuffer(List.of("executor_" + host + "_" + executor.id()));
      partitions.add(new Tuple2<>(partitions.size(), location));
    }
    return spark
        .sc()
        .makeRDD(
            JavaConverters.asScalaBuffer(partitions),
            ClassTag$.MODULE$.<Integer>apply(Integer.class))
        .toJavaRDD();
  }
}
