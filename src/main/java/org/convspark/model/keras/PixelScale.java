package org.convspark.model.keras;

import java.util.Collections;
import org.convspark.data.preprocessing.Standardization;

/**
 * What a model does to its pixels first: times a factor, plus an offset.
 *
 * @param given whether the model says so itself
 */
record PixelScale(double factor, double offset, boolean given) {
  private static final double LARGEST = 255;
  private static final double EXACT = 1e-6;

  static final PixelScale NONE = new PixelScale(1, 0, false);

  PixelScale then(double otherFactor, double otherOffset) {
    return new PixelScale(factor * otherFactor, offset * otherFactor + otherOffset, true);
  }

  /**
   * Returns the same of pixels / 255.
   *
   * @param channels of the images
   */
  Standardization ofShares(int channels) {
    double deviation = 1 / (LARGEST * factor);
    double mean = -offset * deviation;
    if (Math.abs(deviation - 1) < EXACT && Math.abs(mean) < EXACT) {
      return Standardization.NONE;
    }
    return new Standardization(
        Collections.nCopies(channels, (float) mean),
        Collections.nCopies(channels, (float) deviation));
  }

  /** Returns the scale of a model that takes pixels up to a value and doesn't say so. */
  static PixelScale upTo(int largest) {
    return new PixelScale(largest / LARGEST, 0, false);
  }
}
