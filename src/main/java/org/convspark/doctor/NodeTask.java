package org.convspark.doctor;

import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.storage.Expectation;
import org.convspark.storage.Location;

/** The check that doctor runs on each JVM. */
public final class NodeTask implements Serializable {
  /** What the name of an executor's check begins with; its id follows. */
  static final String EXECUTOR = "executor ";

  private static final long serialVersionUID = 1L;

  private final boolean accelerated;
  private final boolean timed;
  private final String data;
  private final String out;

  /**
   * Creates the check.
   *
   * @param accelerated whether training is to use oneDNN
   * @param timed whether to measure the speed, for some seconds
   * @param data a path that must be readable; empty for none
   * @param out a path whose nearest existing parent must be writable; empty for none
   */
  public NodeTask(boolean accelerated, boolean timed, Optional<String> data, Optional<String> out) {
    this.accelerated = accelerated;
    this.timed = timed;
    this.data = data.orElse("");
    this.out = out.orElse("");
  }

  NodeCheck run(SerializableConfiguration hadoop) {
    long began = System.currentTimeMillis();
    SparkEnv env = SparkEnv.get();
    String dataError = data.isEmpty() ? "" : errorOf(() -> read(location(data, hadoop)));
    String outError = out.isEmpty() ? "" : errorOf(() -> write(location(out, hadoop)));
    var report = NodeProbe.run(accelerated, timed);
    return new NodeCheck(
        EXECUTOR + env.executorId(),
        env.blockManager().blockManagerId().host(),
        report,
        dataError,
        outError,
        began,
        System.currentTimeMillis(),
        0);
  }

  /** Why it can't be done, empty where it can. */
  private static String errorOf(Runnable access) {
    try {
      access.run();
      return "";
    } catch (InputException e) {
      return e.found();
    }
  }

  private static void read(Location data) {
    if (data.isDirectory()) {
      data.list();
    } else {
      data.readAtMost(0);
    }
  }

  /** Leaves nothing behind. */
  private static void write(Location out) {
    Location trial = nearestParent(out).child(".convspark-doctor-" + UUID.randomUUID());
    try {
      trial.write("");
    } finally {
      trial.delete();
    }
  }

  private static Location nearestParent(Location location) {
    Location parent =
        location
            .parent()
            .orElseThrow(
                () ->
                    new InputException(
                        location.toString(), "the root has no parent", "one", "choose another"));
    return parent.exists() ? parent : nearestParent(parent);
  }

  /** What is found there goes into the check; what to do about it is the diagnosis's to say. */
  private static Location location(String uri, SerializableConfiguration hadoop) {
    return Location.of(uri, hadoop.value(), new Expectation(uri, "access", "check the path"));
  }
}
