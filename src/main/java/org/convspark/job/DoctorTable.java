package org.convspark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.convspark.accel.NodeReport;

/** The findings on each JVM, one below the other, as a table. */
final class DoctorTable {
  private static final List<String> HEADER =
      List.of(
          "where", "host", "natives", "CPU", "threads", "images/s", "heap", "limit", "data/out");

  private DoctorTable() {}

  static String of(List<NodeCheck> nodes) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    nodes.forEach(node -> rows.add(row(node)));
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

  private static List<String> row(NodeCheck node) {
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
        report.cpu(),
        Integer.toString(report.threads()),
        report.imagesPerSecond() > 0
            ? String.format(Locale.ROOT, "%.0f", report.imagesPerSecond())
            : "-",
        (report.memory().heap() >> 20) + " MB",
        report.memory().container() == Long.MAX_VALUE
            ? "none"
            : (report.memory().container() >> 20) + " MB",
        access(node.dataError()) + "/" + access(node.outError()));
  }

  private static String access(String error) {
    return error.isEmpty() ? "ok" : "no";
  }
}
