package org.convspark.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the findings on each JVM as a table, one below the other. */
public final class DoctorTable {
  private static final List<String> HEADER =
      List.of(
          "where",
          "host",
          "natives",
          "malloc",
          "CPU",
          "threads",
          "images/s",
          "heap",
          "off-heap",
          "limit",
          "clock",
          "data/out");

  private DoctorTable() {}

  public static String of(ClusterReport survey) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    survey.checks().forEach(node -> rows.add(row(node, survey.memoryLimit(node))));
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
        line.append(String.format(Locale.ROOT, "%-" + Math.max(1, width) + "s  ", row.get(at)));
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString().stripTrailing();
  }

  private static List<String> row(NodeCheck node, long limit) {
    NodeReport report = node.report();
    boolean loads = report.error().isEmpty();
    return List.of(
        node.name(),
        node.host(),
        loads
            ? String.format(
                Locale.ROOT,
                "%s, ready in %.1f s",
                report.acceleration().oneDnn() ? "oneDNN" : "no oneDNN",
                report.initSeconds())
            : "don't load",
        !loads ? "-" : report.acceleration().mallocTuned() ? "tuned" : "not tuned",
        report.cpu(),
        Integer.toString(report.threads()),
        report.imagesPerSecond() > 0
            ? String.format(Locale.ROOT, "%.0f", report.imagesPerSecond())
            : "-",
        mega(report.memory().heap()),
        mega(report.memory().offHeap()),
        limit == Long.MAX_VALUE ? "none" : mega(limit),
        node.clockSkew() < 1000 ? "ok" : node.clockSkew() / 1000 + " s off",
        access(node.dataError()) + "/" + access(node.outError()));
  }

  /** Returns {@code Spark 3.5.9, Scala 2.12.18, Java 17, job jar 210 MB}. */
  public static String versions(NodeVersions versions) {
    return "Spark "
        + versions.spark()
        + ", Scala "
        + versions.scala()
        + ", Java "
        + versions.java()
        + (versions.jar() == 0 ? "" : ", job jar of " + mega(versions.jar()));
  }

  /** Returns {@code 2 task slots on 2 executors, 1 without an answer}. */
  public static String slots(int slots, ClusterReport survey) {
    int silent = survey.silent().size();
    int executors = survey.checks().size() - 1 + silent;
    return slots
        + (slots == 1 ? " task slot on " : " task slots on ")
        + (executors == 0
            ? "the driver"
            : executors + (executors == 1 ? " executor" : " executors"))
        + (silent == 0 ? "" : ", " + silent + " without an answer");
  }

  private static String mega(long bytes) {
    return (bytes >> 20) + " MB";
  }

  private static String access(String error) {
    return error.isEmpty() ? "ok" : "no";
  }
}
