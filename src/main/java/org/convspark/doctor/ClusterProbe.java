package org.convspark.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** Checks the driver and every executor. */
public final class ClusterProbe {
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
    return spark.isLocal() ? List.of() : EveryExecutor.silent(spark, names);
  }

  private static List<NodeCheck> checkExecutors(
      JavaSparkContext spark, NodeTask task, SerializableConfiguration hadoop) {
    try (Mark mark = task.paths().mark(hadoop.value())) {
      NodeTask compared = task.with(task.paths().compared(mark, hadoop.value()));
      return EveryExecutor.run(spark, () -> compared.run(hadoop)).values().stream()
          .map(each -> each.value().received(each.asked(), each.answered()))
          .toList();
    }
  }
}
