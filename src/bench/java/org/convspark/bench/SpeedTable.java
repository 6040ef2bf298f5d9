package org.convspark.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.convspark.bench.training.SpeedReport;
import org.convspark.bench.training.SpeedReport.ContenderSpeed;
import org.convspark.bench.training.SpeedReport.NetworkSpeed;
import org.convspark.bench.training.Spread;

/**
 * What {@link TrainingSpeed} measured, as a table in Markdown. Arguments: its files. Networks of
 * several files that were measured on one machine with the same kernels share a table.
 */
public final class SpeedTable {
  private static final String NOTHING = "";

  private SpeedTable() {}

  public static void main(String[] args) throws IOException {
    List<SpeedReport> reports = new ArrayList<>();
    for (String file : args) {
      reports.add(SpeedReport.read(Path.of(file)));
    }
    System.out.print(of(reports));
  }

  /** A table for each machine, with a line above it that says which. */
  static String of(List<SpeedReport> reports) {
    return reports.stream()
        .collect(
            Collectors.groupingBy(
                SpeedTable::conditions,
                LinkedHashMap::new,
                Collectors.flatMapping(report -> report.networks().stream(), Collectors.toList())))
        .entrySet()
        .stream()
        .map(entry -> entry.getKey() + "\n\n" + table(entry.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String conditions(SpeedReport report) {
    String kernels =
        report.machine().kernels().entrySet().stream()
            .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining());
    return report.machine().processor()
        + ", "
        + report.machine().cores()
        + " cores"
        + (report.machine().flags().contains("avx512f") ? ", AVX-512" : ", no AVX-512")
        + (kernels.isEmpty() ? "" : ", held by" + kernels)
        + "; minibatches of "
        + report.minibatch()
        + ", median images/s of "
        + report.turns()
        + " turns (ratio of ConvSpark's to it: median, least to greatest):";
  }

  private static String table(List<NetworkSpeed> networks) {
    Map<String, String> headings = new LinkedHashMap<>();
    for (NetworkSpeed network : networks) {
      for (ContenderSpeed contender : network.contenders()) {
        headings.putIfAbsent(contender.name(), contender.heading());
      }
    }
    StringBuilder table = new StringBuilder();
    table.append(row("network", List.copyOf(headings.values())));
    table.append("|---".repeat(headings.size() + 1)).append("|\n");
    for (NetworkSpeed network : networks) {
      Map<String, String> cells =
          network.contenders().stream()
              .collect(Collectors.toMap(ContenderSpeed::name, SpeedTable::cell));
      table.append(
          row(
              network.network(),
              headings.keySet().stream().map(name -> cells.getOrDefault(name, NOTHING)).toList()));
    }
    return table.toString();
  }

  private static String row(String first, List<String> cells) {
    return "| " + first + " | " + String.join(" | ", cells) + " |\n";
  }

  private static String cell(ContenderSpeed contender) {
    double median = Spread.of(contender.imagesPerSecond()).median();
    String speed = String.format(Locale.ROOT, "%,.0f", median);
    Spread ratio = contender.ratio();
    return ratio == null
        ? speed
        : String.format(
            Locale.ROOT,
            "%s (%.2f, %.2f to %.2f)",
            speed,
            ratio.median(),
            ratio.least(),
            ratio.greatest());
  }
}
