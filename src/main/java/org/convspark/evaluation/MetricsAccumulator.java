package org.convspark.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.convspark.evaluation.Calibration.Bin;
import org.convspark.model.Prediction;

/**
 * Sums what metrics are made of over examples, on an executor for its partition and on the driver
 * over partitions.
 *
 * <p>Losses and confidences are summed as integers in units of 2^-32 (a rounding of 1.2e-10 an
 * example), which makes every sum exact and so independent of the order of examples and of
 * partitions; double sums are neither. The sum of losses holds 133 million examples at the greatest
 * loss.
 */
final class MetricsAccumulator implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int TOP = 5;
  private static final double UNIT = 0x1p-32;

  private final ConfusionMatrix confusion;

  /** {@code ranked[k]}: examples whose class has the (k + 1)-th greatest probability. */
  private final long[] ranked;

  private final long[] binCount = new long[Calibration.BINS];
  private final long[] binCorrect = new long[Calibration.BINS];
  private final long[] binConfidence = new long[Calibration.BINS];
  private long loss;

  MetricsAccumulator(int classes) {
    confusion = new ConfusionMatrix(classes);
    ranked = new long[Math.min(TOP, classes)];
  }

  /**
   * Counts one prediction. Of equal probabilities the lower class wins.
   *
   * @throws IllegalStateException if the label isn't a class, the probabilities aren't one for each
   *     class, or one isn't within 0 to 1 (NaN: the network diverged)
   */
  void add(Prediction prediction) {
    int label = prediction.label();
    float[] probabilities = prediction.probabilities();
    check(prediction);
    int rank = 0;
    for (int k = 0; k < probabilities.length; k++) {
      if (probabilities[k] > probabilities[label]
          || (k < label && probabilities[k] == probabilities[label])) {
        rank++;
      }
    }
    if (rank < ranked.length) {
      ranked[rank]++;
    }
    confusion.add(label, prediction.predicted());
    loss = Math.addExact(loss, units(prediction.loss()));
    int bin = Calibration.binOf(prediction.confidence());
    binCount[bin]++;
    binCorrect[bin] += rank == 0 ? 1 : 0;
    binConfidence[bin] += units(prediction.confidence());
  }

  private void check(Prediction prediction) {
    float[] probabilities = prediction.probabilities();
    if (probabilities.length != confusion.classes()) {
      throw new IllegalStateException(
          "the network gives "
              + probabilities.length
              + " probabilities, the dataset has "
              + confusion.classes()
              + " classes");
    }
    if (prediction.label() < 0 || prediction.label() >= probabilities.length) {
      throw new IllegalStateException(
          "example "
              + prediction.id()
              + " has label "
              + prediction.label()
              + ", 0 to "
              + (probabilities.length - 1)
              + " expected");
    }
    for (float probability : probabilities) {
      if (!(probability >= 0 && probability <= 1 + 1e-4f)) {
        throw new IllegalStateException(
            "the network gives probability "
                + probability
                + " for example "
                + prediction.id()
                + ", 0 to 1 expected; NaN means that training diverged: lower the learning rate");
      }
    }
  }

  private static long units(double value) {
    return Math.round(value / UNIT);
  }

  /** Adds another accumulator of the same classes; the order of merging doesn't matter. */
  void merge(MetricsAccumulator other) {
    confusion.merge(other.confusion);
    loss = Math.addExact(loss, other.loss);
    add(ranked, other.ranked);
    add(binCount, other.binCount);
    add(binCorrect, other.binCorrect);
    add(binConfidence, other.binConfidence);
  }

  private static void add(long[] sums, long[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }

  long examples() {
    return confusion.total();
  }

  /**
   * Returns the metrics of all examples counted.
   *
   * @throws IllegalStateException without examples, for which no metric is defined
   */
  Metrics toMetrics() {
    long examples = examples();
    if (examples == 0) {
      throw new IllegalStateException("there are no examples to evaluate on");
    }
    List<Double> topAccuracy = new ArrayList<>();
    long hits = 0;
    for (long atRank : ranked) {
      hits += atRank;
      topAccuracy.add((double) hits / examples);
    }
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < Calibration.BINS; i++) {
      double divisor = Math.max(1, binCount[i]);
      bins.add(
          new Bin(
              (double) i / Calibration.BINS,
              (double) (i + 1) / Calibration.BINS,
              binCount[i],
              binConfidence[i] * UNIT / divisor,
              binCorrect[i] / divisor));
    }
    return new Metrics(loss * UNIT / examples, confusion, topAccuracy, new Calibration(bins));
  }
}
