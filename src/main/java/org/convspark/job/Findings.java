package org.convspark.job;

import java.util.ArrayList;
import java.util.List;
import org.convspark.accel.MemoryLimits;
import org.convspark.accel.NodeReport;
import org.convspark.config.InputException;

/** What doctor makes of what it saw: errors that would fail a run, and warnings. */
final class Findings {
  /** What ND4J takes beside the heap, at least: its library, and a small network's buffers. */
  private static final long OFF_HEAP = 400L << 20;

  private final List<InputException> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private Findings() {}

  static Findings of(List<NodeCheck> nodes) {
    Findings findings = new Findings();
    for (NodeCheck node : nodes) {
      findings.judge(node, nodes.get(0));
    }
    return findings;
  }

  private void judge(NodeCheck node, NodeCheck driver) {
    NodeReport report = node.report();
    String where = node.name() + " on " + node.host();
    if (!report.error().isEmpty()) {
      error(
          where,
          "that ND4J does not load: " + report.error(),
          "its native library",
          "build the job jar for this platform (-Dnative.platform) and see that a directory for"
              + " unpacking is writable (-Dorg.bytedeco.javacpp.cachedir)");
      return;
    }
    if (!report.versions().equals(driver.report().versions())) {
      error(
          where,
          report.versions().toString(),
          driver.report().versions() + " as on the driver",
          "run the same Spark, Java and job jar everywhere");
    }
    if (!node.dataError().isEmpty()) {
      error(
          where,
          "--data unreadable (" + node.dataError() + ")",
          "that every executor can read it",
          "check its path and permissions, or put it on a shared file system such as hdfs://");
    }
    if (!node.outError().isEmpty() && node.isDriver()) {
      error(
          where,
          "--out not writable (" + node.outError() + ")",
          "a path that the driver can write",
          "choose another path or mend its permissions");
    } else if (!node.outError().isEmpty()) {
      warnings.add(where + " can't write --out (" + node.outError() + "); predict needs it");
    }
    if (report.acceleration().enabled() && !report.acceleration().oneDnn()) {
      warnings.add(where + ": oneDNN is off, slower: " + report.acceleration().why());
    }
    if (!report.acceleration().mallocTuned()) {
      warnings.add(where + ": malloc is not tuned, slower; submit/ scripts set its variables");
    }
    judgeMemory(where, report.memory());
  }

  private void judgeMemory(String where, MemoryLimits memory) {
    if (memory.heap() + OFF_HEAP > memory.container()) {
      error(
          where,
          "a heap of "
              + mega(memory.heap())
              + " in a container or machine of "
              + mega(memory.container()),
          "room for " + mega(OFF_HEAP) + " beside the heap",
          "lower --executor-memory or --driver-memory, or raise spark.executor.memoryOverhead");
    }
  }

  private static String mega(long bytes) {
    return (bytes >> 20) + " MB";
  }

  private void error(String where, String found, String expected, String remedy) {
    errors.add(new InputException(where, found, expected, remedy));
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** All but the first error go to the terminal, the first ends the job. */
  void throwFirst(Terminal terminal) {
    if (!errors.isEmpty()) {
      errors.subList(1, errors.size()).forEach(e -> terminal.error(e.getMessage()));
      throw errors.get(0);
    }
  }
}
