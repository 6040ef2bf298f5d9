package org.convspark.evaluation;

import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.convspark.evaluation.Metrics.ClassScore;

/**
 * The figures of an evaluation that are one number each. A row here is all that a new one takes:
 * metrics.json, the terminal, the report and its comparison of runs go by this table, in its order.
 * Each follows from what metrics.json keeps, so that runs of earlier versions have it too.
 */
public enum Metric {
  /** Mean cross-entropy, in nats. */
  LOSS("test_loss", "Test loss", Format.DECIMAL, Better.LOWER, Metrics::loss),

  /** The fraction predicted right, 0 to 1. */
  ACCURACY("test_accuracy", "Test accuracy", Format.PERCENT, Better.HIGHER, Metrics::accuracy),

  /** Mean F1 of the classes that occur, as labels or as predictions; 0 to 1, as scikit-learn's. */
  MACRO_F1("test_macro_f1", "Macro F1", Format.DECIMAL, Better.HIGHER, Metric::macroF1),

  /** Mean recall of the classes that have examples; 0 to 1, as scikit-learn's. */
  BALANCED_ACCURACY(
      "test_balanced_accuracy",
      "Balanced accuracy",
      Format.PERCENT,
      Better.HIGHER,
      Metric::balancedAccuracy);

  /** How the report writes a metric. */
  public enum Format {
    /** A fraction with four decimals, as {@code 0.0312}. */
    DECIMAL,
    /** A percentage with two decimals, as {@code 99.10%}. */
    PERCENT
  }

  /** Which of two values is the better one. */
  public enum Better {
    HIGHER,
    LOWER
  }

  private final String key;
  private final String label;
  private final Format format;
  private final Better better;
  private final ToDoubleFunction<Metrics> function;

  Metric(
      String key, String label, Format format, Better better, ToDoubleFunction<Metrics> function) {
    this.key = key;
    this.label = label;
    this.format = format;
    this.better = better;
    this.function = function;
  }

  /** Returns its key in metrics.json. */
  public String key() {
    return key;
  }

  /** Returns its name for people. */
  public String label() {
    return label;
  }

  public Format format() {
    return format;
  }

  public Better better() {
    return better;
  }

  /** Returns its value, which is finite. */
  public double of(Metrics metrics) {
    return function.applyAsDouble(metrics);
  }

  private static double macroF1(Metrics metrics) {
    ConfusionMatrix confusion = metrics.confusion();
    return mean(
        metrics,
        score -> score.support() > 0 || confusion.predicted(score.label()) > 0,
        ClassScore::f1);
  }

  private static double balancedAccuracy(Metrics metrics) {
    return mean(metrics, score -> score.support() > 0, ClassScore::recall);
  }

  private static double mean(
      Metrics metrics, Predicate<ClassScore> counts, ToDoubleFunction<ClassScore> value) {
    return metrics.perClass().stream().filter(counts).mapToDouble(value).average().orElse(0);
  }
}
