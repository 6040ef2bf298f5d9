package org.convspark.data.preprocessing;

import java.io.Serializable;
import java.util.List;
import org.convspark.data.ImageShape;

/**
 * Subtracts a mean and divides by a standard deviation, channel by channel; both are of pixels /
 * 255. The last step before the network, after augmentation. Without means and deviations it does
 * nothing.
 *
 * @param mean one a channel, or none
 * @param deviation one a channel, or none; each over 0
 */
public record Standardization(List<Float> mean, List<Float> deviation) implements Serializable {
  /** Pixels / 255 and no more. */
  public static final Standardization NONE = new Standardization(List.of(), List.of());

  /**
   * Checks that there are as many means as deviations, and that all can be used.
   *
   * @throws IllegalArgumentException if they can't
   */
  public Standardization {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != deviation.size()) {
      throw new IllegalArgumentException(
          mean.size() + " means and " + deviation.size() + " deviations");
    }
    if (!mean.stream().allMatch(m -> Float.isFinite(m))
        || !deviation.stream().allMatch(d -> Float.isFinite(d) && d > 0)) {
      throw new IllegalArgumentException(
          "means " + mean + " and deviations " + deviation + ", finite ones and over 0 expected");
    }
  }

  /** Returns whether it can be done to images of so many channels. */
  public boolean isFor(int channels) {
    return mean.isEmpty() || mean.size() == channels;
  }

  /**
   * Standardizes images in place.
   *
   * @param values {@code [n, channels, height, width]} from place {@code offset} on, pixels / 255
   */
  public void apply(float[] values, int offset, int n, ImageShape shape) {
    if (mean.isEmpty()) {
      return;
    }
    int plane = shape.height() * shape.width();
    for (int i = 0; i < n * shape.channels(); i++) {
      float m = mean.get(i % shape.channels());
      float d = deviation.get(i % shape.channels());
      int from = offset + i * plane;
      for (int at = from; at < from + plane; at++) {
        values[at] = (values[at] - m) / d;
      }
    }
  }
}
