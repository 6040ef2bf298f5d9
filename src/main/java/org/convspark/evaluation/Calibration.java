package org.convspark.evaluation;

import java.util.List;

/**
 * How well a network's confidence agrees with its accuracy: whether a confidence of 0.9 is right
 * nine times in ten. The reliability table of Guo et al., "On Calibration of Modern Neural
 * Networks" (2017), https://arxiv.org/abs/1706.04599.
 *
 * @param bins equal intervals of confidence over (0, 1], in order, empty ones included
 */
public record Calibration(List<Bin> bins) {
  /** How many intervals of confidence there are, as in the paper. */
  public static final int BINS = 15;

  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * The examples whose confidence is above {@code lower} and at most {@code upper}.
   *
   * @param lower lower bound of the confidence, 0 to 1, exclusive
   * @param upper upper bound of the confidence, 0 to 1, inclusive
   * @param count number of examples in the interval
   * @param confidence their mean confidence, the probability of the predicted class; 0 if none
   * @param accuracy the fraction of them predicted right; 0 if none
   */
  public record Bin(double lower, double upper, long count, double confidence, double accuracy) {}

  /**
   * Returns the mean distance between confidence and accuracy, weighted by examples: 0 for a
   * perfectly calibrated network, at most 1; 0 without examples.
   */
  public double expectedError() {
    long examples = bins.stream().mapToLong(Bin::count).sum();
    double sum = 0;
    for (Bin bin : bins) {
      sum += bin.count() * Math.abs(bin.accuracy() - bin.confidence());
    }
    return examples == 0 ? 0 : sum / examples;
  }

  /**
   * Returns the index, 0 to {@link #BINS} - 1, of the interval that a confidence of 0 to 1 falls
   * in.
   */
  static int binOf(double confidence) {
    return Math.min(BINS - 1, Math.max(0, (int) Math.ceil(confidence * BINS) - 1));
  }
}
