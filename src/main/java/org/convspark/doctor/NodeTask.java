package org.convspark.doctor;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.util.SerializableConfiguration;

/** The check that doctor runs on each JVM. */
public final class NodeTask implements Serializable {
  private static final long serialVersionUID = 1L;

  private final boolean accelerated;
  private final boolean timed;
  private final PathTask paths;

  private NodeTask(boolean accelerated, boolean timed, PathTask paths) {
    this.accelerated = accelerated;
    this.timed = timed;
    this.paths = paths;
  }

  /**
   * Creates the check.
   *
   * @param accelerated whether training is to use oneDNN
   * @param timed whether to measure the speed, for some seconds
   * @param data a path that must be readable; empty for none
   * @param out a path whose nearest existing parent must be writable; empty for none
   */
  public NodeTask(boolean accelerated, boolean timed, Optional<String> data, Optional<String> out) {
    this(accelerated, timed, new PathTask(data, out));
  }

  PathTask paths() {
    return paths;
  }

  /** Returns the same check with another look at the paths. */
  NodeTask with(PathTask other) {
    return new NodeTask(accelerated, timed, other);
  }

  NodeCheck run(SerializableConfiguration hadoop) {
    long began = System.currentTimeMillis();
    String dataError = paths.dataError(hadoop.value());
    String outError = paths.outError(hadoop.value());
    var report = NodeProbe.run(accelerated, timed);
    return new NodeCheck(
        EveryExecutor.nameHere(),
        EveryExecutor.hostHere(),
        report,
        dataError,
        outError,
        began,
        System.currentTimeMillis(),
        0);
  }
}
