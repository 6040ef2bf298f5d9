package org.convspark.bench.training;

import java.util.Arrays;

/** Median, least and greatest of some values. */
public record Spread(double median, double least, double greatest) {
  /**
   * @param values at least one
   */
  public static Spread of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return new Spread((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[0], sorted[n - 1]);
  }

  /** Of {@code values[i] / others[i]}: of the two in each turn. */
  public static Spread ofRatios(double[] values, double[] others) {
    double[] ratios = new double[values.length];
    Arrays.setAll(ratios, i -> values[i] / others[i]);
    return of(ratios);
  }
}
