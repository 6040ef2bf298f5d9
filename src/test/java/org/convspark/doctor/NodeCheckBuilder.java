package org.convspark.doctor;

import org.convspark.engine.natives.Acceleration;

/** The check of a JVM that is well, but for what a test makes ill. */
final class NodeCheckBuilder {
  private final String name;
  private String failure = "";
  private boolean fast = true;
  private NodeVersions versions = new NodeVersions("3.5.9", "2.12.18", "17", 100L << 20);
  private String cpu = "avx2";
  private double gradientError = 1e-6;
  private String dataError = "";
  private String outError = "";

  NodeCheckBuilder(String name) {
    this.name = name;
  }

  NodeCheckBuilder failing(String message) {
    failure = message;
    return this;
  }

  NodeCheckBuilder slow() {
    fast = false;
    return this;
  }

  NodeCheckBuilder gradientError(double error) {
    gradientError = error;
    return this;
  }

  NodeCheckBuilder cpu(String other) {
    cpu = other;
    return this;
  }

  NodeCheckBuilder versions(NodeVersions other) {
    versions = other;
    return this;
  }

  NodeCheckBuilder errors(String ofData, String ofOut) {
    dataError = ofData;
    outError = ofOut;
    return this;
  }

  /** Heap 1 GB, off-heap 512 MB, JavaCPP's limit 1736 MB, machine 8 GB; from 1 s to 2 s. */
  NodeCheck build() {
    MemoryLimits memory = new MemoryLimits(1L << 30, 512L << 20, 1736L << 20, 8L << 30);
    Acceleration acceleration = new Acceleration(true, fast, fast ? "" : "it is missing", fast);
    NodeReport report =
        failure.isEmpty()
            ? new NodeReport(
                "", acceleration, cpu, 1, gradientError, 1234, 0.84, "/cache", memory, versions)
            : new NodeReport(failure, null, cpu, 0, 0, 0, 0, "", memory, versions);
    return new NodeCheck(name, "host", report, dataError, outError, 1_000, 2_000, 0);
  }
}
