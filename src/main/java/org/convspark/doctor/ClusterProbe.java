package org.convspark.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.cluster.Slots;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag$;

/** Runs a task on the driver and on every executor. */
public final class ClusterProbe {
  /** An executor that is busy or just came gets its task in a later pass. */
  private static final int PASSES = 5;

  private static final String EXECUTOR = NodeTask.EXECUTOR;

  private ClusterProbe() {}

  public static ClusterReport survey(JavaSparkContext spark, NodeTask task) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    List<NodeCheck> checks = new ArrayList<>();
    checks.add(task.run(hadoop).named("driver"));
    if (!spark.isLocal()) {
      checks.addAll(checkExecutors(spark, task, hadoop));
    }
    return new ClusterReport(
        checks, silent(spark, checks), ContainerLimit.ofExecutors(spark.getConf(), spark.master()));
  }

  /** Executors that live, and from which nothing was heard. */
  private static List<String> silent(JavaSparkContext spark, List<NodeCheck> heard) {
    Set<String> names = heard.stream().map(NodeCheck::name).collect(Collectors.toSet());
    return spark.isLocal()
        ? List.of()
        : Slots.executors(spark).stream()
            .filter(e -> !names.contains(EXECUTOR + e.id()))
            .map(e -> EXECUTOR + e.id() + " on " + host(e))
            .toList();
  }

  private static String host(ExecutorSummary executor) {
    return executor.hostPort().replaceFirst(":\\d+$", "");
  }

  private static List<NodeCheck> checkExecutors(
      JavaSparkContext spark, NodeTask task, SerializableConfiguration hadoop) {
    Map<String, NodeCheck> found =
        new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(String::toString));
    for (int pass = 0; pass < PASSES; pass++) {
      List<ExecutorSummary> missing =
          Slots.executors(spark).stream()
              .filter(e -> !found.containsKey(EXECUTOR + e.id()))
              .toList();
      if (missing.isEmpty()) {
        break;
      }
      long asked = System.currentTimeMillis();
      List<NodeCheck> answers = oneTaskEach(spark, missing).map(i -> task.run(hadoop)).collect();
      long answered = System.currentTimeMillis();
      answers.forEach(check -> found.put(check.name(), check.received(asked, answered)));
    }
    return List.copyOf(found.values());
  }

  /** A partition for each executor, preferring it as if it held the partition's cached block. */
  private static JavaRDD<Integer> oneTaskEach(
      JavaSparkContext spark, List<ExecutorSummary> executors) {
    List<Tuple2<Integer, Seq<String>>> partitions = new ArrayList<>();
    for (ExecutorSummary executor : executors) {
      Seq<String> location =
          JavaConverters.asScalaBuffer(List.of("executor_" + host(executor) + "_" + executor.id()));
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
