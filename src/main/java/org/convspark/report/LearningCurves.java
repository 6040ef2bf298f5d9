package org.convspark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.convspark.report.Chart.Point;
import org.convspark.report.Chart.Series;
import org.convspark.training.EpochResult;

/**
 * Draws loss, accuracy, learning rate and throughput over the epochs, with all runs in each chart.
 */
final class LearningCurves {
  private final List<RunData> runs;

  private LearningCurves(List<RunData> runs) {
    this.runs = runs;
  }

  /** Returns the charts; none where no run has a history. */
  static List<Chart> of(List<RunData> runs) {
    if (runs.stream().allMatch(run -> run.epochs().isEmpty())) {
      return List.of();
    }
    LearningCurves curves = new LearningCurves(runs);
    return List.of(
        curves.chart("Loss", EpochResult::loss, EpochResult::valLoss, Text::fixed, true),
        curves.chart(
            "Accuracy", EpochResult::accuracy, EpochResult::valAccuracy, Text::percent, false),
        curves.chart("Learning rate", EpochResult::learningRate, none(), Text::rate, true),
        curves.chart("Images a second", EpochResult::imagesPerSecond, none(), Text::count, true));
  }

  private static Function<EpochResult, Double> none() {
    return epoch -> null;
  }

  private Chart chart(
      String title,
      ToDoubleFunction<EpochResult> training,
      Function<EpochResult, Double> validation,
      Function<Double, String> format,
      boolean fromZero) {
    boolean split =
        runs.stream()
            .flatMap(run -> run.epochs().stream())
            .anyMatch(epoch -> validation.apply(epoch) != null);
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      String run = runs.size() > 1 ? Report.letter(i) : "";
      // Alone, a run's validation has a colour of its own; among others the colour is the run's.
      int colour = i % Chart.COLOURS;
      int other = runs.size() > 1 ? colour : 1;
      Function<EpochResult, Double> value = epoch -> training.applyAsDouble(epoch);
      String name = join(run, split ? "training" : "");
      series.add(series(runs.get(i), name, colour, runs.size() > 1 && split, value, format));
      if (split) {
        series.add(series(runs.get(i), join(run, "validation"), other, false, validation, format));
      }
    }
    series.removeIf(each -> each.points().isEmpty());
    double least = values(series).min().orElse(0);
    double greatest = values(series).max().orElse(1);
    return Chart.ofEpochs(
        title,
        describe(title, series),
        epochs(),
        Axis.over(fromZero ? Math.min(0, least) : least, fromZero ? greatest : Math.max(least, 1)),
        series);
  }

  private static String join(String run, String split) {
    return (run + " " + split).strip();
  }

  private static DoubleStream values(List<Series> series) {
    return series.stream().flatMap(each -> each.points().stream()).mapToDouble(Point::y);
  }

  private Axis epochs() {
    List<Integer> numbers =
        runs.stream()
            .flatMap(run -> run.epochs().stream())
            .map(EpochResult::epoch)
            .sorted()
            .toList();
    return Axis.ofEpochs(numbers.get(0), numbers.get(numbers.size() - 1));
  }

  private static Series series(
      RunData run,
      String name,
      int colour,
      boolean dashed,
      Function<EpochResult, Double> value,
      Function<Double, String> format) {
    List<Point> points = new ArrayList<>();
    for (EpochResult epoch : run.epochs()) {
      Double y = value.apply(epoch);
      if (y != null) {
        String text = "epoch " + epoch.epoch() + ": " + format.apply(y);
        points.add(new Point(epoch.epoch(), y, 1, name.isEmpty() ? text : name + ", " + text));
      }
    }
    return new Series(name, colour, dashed, points);
  }

  private static String describe(String title, List<Series> series) {
    List<String> parts = new ArrayList<>();
    for (Series each : series) {
      List<Point> points = each.points();
      String name = each.name().isEmpty() ? "" : each.name() + " ";
      parts.add(
          name
              + "from "
              + last(points.get(0).label())
              + " to "
              + last(points.get(points.size() - 1).label()));
    }
    return title + " by epoch: " + String.join("; ", parts);
  }

  private static String last(String label) {
    return label.substring(label.lastIndexOf(": ") + 2);
  }
}
