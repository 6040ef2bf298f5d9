package org.convspark.doctor;

import java.util.List;
import java.util.OptionalLong;

/**
 * What the driver and the executors answered.
 *
 * @param checks the driver's first, then the executors' by id
 * @param silent the executors that live and gave no answer, as {@code executor 1 on HOST}
 * @param executorLimit bytes that the cluster manager lets an executor take, where it limits them
 */
public record ClusterReport(
    List<NodeCheck> checks, List<String> silent, OptionalLong executorLimit) {
  public ClusterReport {
    checks = List.copyOf(checks);
    silent = List.copyOf(silent);
  }

  public NodeCheck driver() {
    return checks.get(0);
  }

  /** Returns how many bytes a JVM can take, heap and all, before it is killed. */
  long memoryLimit(NodeCheck node) {
    long container = node.report().memory().container();
    return node.isDriver() || executorLimit.isEmpty()
        ? container
        : Math.min(container, executorLimit.getAsLong());
  }
}
