package org.convspark.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.convspark.evaluation.Calibration.Bin;
import org.convspark.evaluation.ConfusionMatrix;
import org.convspark.evaluation.Metric;
import org.convspark.evaluation.Metrics;
import org.convspark.evaluation.Metrics.ClassScore;
import org.convspark.evaluation.Metrics.Confusion;

/** Writes metrics for people: tables as scikit-learn and Keras print them. */
public final class MetricsText {
  /** A confusion matrix of more columns than this is for metrics.json only. */
  private static final int WIDEST = 20;

  private MetricsText() {}

  /** Returns {@code 313/313 - 1s - loss: 0.0293 - accuracy: 0.9911}, as Keras's evaluate. */
  public static String kerasLine(long minibatches, double seconds, Metrics metrics) {
    return String.format(
        Locale.ROOT,
        "%d/%d - %.0fs - loss: %.4f - accuracy: %.4f",
        minibatches,
        minibatches,
        seconds,
        metrics.loss(),
        metrics.accuracy());
  }

  /**
   * Returns everything else, over several lines.
   *
   * @param classes what the classes are called, in order
   */
  public static String of(Metrics metrics, List<String> classes) {
    List<String> names = classes.stream().map(Terminal::oneLine).toList();
    StringBuilder text = new StringBuilder();
    EnumSet.complementOf(EnumSet.of(Metric.LOSS, Metric.ACCURACY))
        .forEach(metric -> line(text, "%s: %.4f", metric.label(), metric.of(metrics)));
    for (int k = 2; k <= metrics.topAccuracy().size(); k++) {
      line(text, "top-%d accuracy: %.4f", k, metrics.topAccuracy().get(k - 1));
    }
    perClass(text, metrics, names);
    if (metrics.confusion().classes() <= WIDEST) {
      confusions(text, metrics.confusion(), names);
    }
    line(text, "\nMost confused");
    for (Confusion confusion : metrics.topConfusions()) {
      line(
          text,
          "  %s taken for %s: %d",
          names.get(confusion.actual()),
          names.get(confusion.predicted()),
          confusion.count());
    }
    calibration(text, metrics);
    return text.toString();
  }

  private static void perClass(StringBuilder text, Metrics metrics, List<String> names) {
    int width = Math.max(8, longest(names) + 1);
    line(text, "\n%s%12s%12s%12s%12s", pad("class", width), "precision", "recall", "f1", "support");
    for (ClassScore score : metrics.perClass()) {
      line(
          text,
          "%s%12.4f%12.4f%12.4f%12d",
          pad(names.get(score.label()), width),
          score.precision(),
          score.recall(),
          score.f1(),
          score.support());
    }
  }

  private static void confusions(StringBuilder text, ConfusionMatrix matrix, List<String> names) {
    int width =
        Math.max(longest(names) + 1, Math.max(6, Long.toString(matrix.total()).length() + 1));
    line(text, "\nConfusion matrix: rows are the truth, columns the prediction");
    StringBuilder head = new StringBuilder(" ".repeat(width));
    for (int label = 0; label < matrix.classes(); label++) {
      head.append(pad(names.get(label), width));
    }
    line(text, "%s", head);
    for (int actual = 0; actual < matrix.classes(); actual++) {
      StringBuilder row = new StringBuilder(pad(names.get(actual), width));
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        row.append(pad(Long.toString(matrix.count(actual, predicted)), width));
      }
      line(text, "%s", row);
    }
  }

  private static void calibration(StringBuilder text, Metrics metrics) {
    line(text, "\nExpected calibration error: %.4f", metrics.calibration().expectedError());
    line(text, "%16s%12s%12s%12s", "confidence", "examples", "mean", "accuracy");
    for (Bin bin : metrics.calibration().bins()) {
      if (bin.count() > 0) {
        String range = String.format(Locale.ROOT, "%.3f-%.3f", bin.lower(), bin.upper());
        line(text, "%16s%12d%12.4f%12.4f", range, bin.count(), bin.confidence(), bin.accuracy());
      }
    }
  }

  private static int longest(List<String> names) {
    return names.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String value, int width) {
    return " ".repeat(Math.max(0, width - value.length())) + value;
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
