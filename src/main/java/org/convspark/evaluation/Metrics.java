package org.convspark.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How well a network does on a dataset. No value is ever NaN: what is undefined is 0, as in
 * scikit-learn.
 *
 * @param loss mean cross-entropy in nats, with probabilities below 1e-7 taken as 1e-7 as Keras does
 * @param confusion counts by actual and predicted class; not to be modified
 * @param topAccuracy at k - 1: the fraction whose class is among the k most probable, k = 1 to 5,
 *     or to the number of classes if that is less
 * @param calibration how confidence and accuracy agree
 */
public record Metrics(
    double loss, ConfusionMatrix confusion, List<Double> topAccuracy, Calibration calibration) {

  private static final int TOP_CONFUSIONS = 10;

  public Metrics {
    topAccuracy = List.copyOf(topAccuracy);
  }

  /**
   * How well one class is found.
   *
   * @param label the class, 0 to classes - 1
   * @param precision the fraction of the examples taken for the class that are of it; 0 if none was
   * @param recall the fraction of the examples of the class that were taken for it; 0 if there are
   *     none
   * @param f1 the harmonic mean of precision and recall; 0 if both are
   * @param support how many examples are of the class
   */
  public record ClassScore(int label, double precision, double recall, double f1, long support) {}

  /** How many examples of class {@code actual} were taken for {@code predicted}, another class. */
  public record Confusion(int actual, int predicted, long count) {}

  /** Returns the number of examples evaluated. */
  public long examples() {
    return confusion.total();
  }

  /** Returns the fraction predicted right, 0 to 1. */
  public double accuracy() {
    return ratio(confusion.correct(), examples());
  }

  /** Returns the scores of every class, in order. */
  public List<ClassScore> perClass() {
    List<ClassScore> scores = new ArrayList<>();
    for (int label = 0; label < confusion.classes(); label++) {
      long hits = confusion.count(label, label);
      long actual = confusion.actual(label);
      long predicted = confusion.predicted(label);
      scores.add(
          new ClassScore(
              label,
              ratio(hits, predicted),
              ratio(hits, actual),
              ratio(2 * hits, actual + predicted),
              actual));
    }
    return scores;
  }

  /**
   * Returns the ten most frequent confusions, the most frequent first; equal ones in order of
   * class.
   */
  public List<Confusion> topConfusions() {
    List<Confusion> confusions = new ArrayList<>();
    for (int actual = 0; actual < confusion.classes(); actual++) {
      for (int predicted = 0; predicted < confusion.classes(); predicted++) {
        long count = confusion.count(actual, predicted);
        if (actual != predicted && count > 0) {
          confusions.add(new Confusion(actual, predicted, count));
        }
      }
    }
    confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
    return List.copyOf(confusions.subList(0, Math.min(TOP_CONFUSIONS, confusions.size())));
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
