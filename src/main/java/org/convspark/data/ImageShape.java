package org.convspark.data;

import java.io.Serializable;

/**
 * The shape of one image.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels 1 for grey, 3 for colour
 */
public record ImageShape(int height, int width, int channels) implements Serializable {
  public ImageShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "image shape " + height + "x" + width + "x" + channels + ", all must be at least 1");
    }
  }

  /** Bytes, and input values, of one image. */
  public int size() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /** As Keras writes it: {@code 28x28x1}. */
  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
