package org.convspark.data;

import java.util.Arrays;

/**
 * A grey image of any size, and how it becomes one like MNIST's.
 *
 * <p>After <a href="http://yann.lecun.com/exdb/mnist/">MNIST's own description</a>: white ink on
 * black, scaled into a box of 20x20 pixels of the 28x28 with its proportions kept, and moved so
 * that its centre of mass is the image's centre. Images of other sizes have a box in proportion.
 */
final class GreyImage {
  /** MNIST's box of 20 pixels in 28. */
  private static final double BOX = 20.0 / 28;

  /** What is fainter than this part of the strongest ink is paper: noise, JPEG's artefacts. */
  private static final float FAINTEST_INK = 0.15f;

  /** Differences from the background below this, of 255, are no ink: the image is blank. */
  private static final float BLANK = 16;

  private final int height;
  private final int width;

  /** {@code [height, width]}, 0 is black and 255 white. */
  private final float[] values;

  /**
   * @param values row-major, 0 for black to 255 for white
   */
  GreyImage(int height, int width, float[] values) {
    this.height = height;
    this.width = width;
    this.values = values;
  }

  /**
   * The digit as MNIST would have it. The background is the median of the border pixels; where it
   * is light the image is inverted. All of a blank image is black.
   *
   * @return {@code toHeight * toWidth} unsigned bytes
   */
  byte[] normalized(int toHeight, int toWidth) {
    GreyImage ink = ink();
    GreyImage cropped = ink.cropped();
    if (cropped == null) {
      return new byte[toHeight * toWidth];
    }
    double scale =
        Math.min(
            Math.max(1, Math.floor(toHeight * BOX)) / cropped.height,
            Math.max(1, Math.floor(toWidth * BOX)) / cropped.width);
    return cropped
        .scaled(
            Math.max(1, (int) Math.round(cropped.height * scale)),
            Math.max(1, (int) Math.round(cropped.width * scale)))
        .centred(toHeight, toWidth);
  }

  /** The same with a background of 0 and ink up to 255. */
  private GreyImage ink() {
    float background = borderMedian();
    float sign = background >= 128 ? -1 : 1;
    float[] ink = new float[values.length];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = Math.max(0, sign * (values[i] - background));
    }
    return new GreyImage(height, width, ink);
  }

  private float borderMedian() {
    float[] border = new float[2 * (height + width)];
    for (int x = 0; x < width; x++) {
      border[2 * x] = values[x];
      border[2 * x + 1] = values[(height - 1) * width + x];
    }
    for (int y = 0; y < height; y++) {
      border[2 * (width + y)] = values[y * width];
      border[2 * (width + y) + 1] = values[y * width + width - 1];
    }
    Arrays.sort(border);
    return border[border.length / 2];
  }

  private float strongest() {
    float strongest = 0;
    for (float value : values) {
      strongest = Math.max(strongest, value);
    }
    return strongest;
  }

  /** The smallest rectangle with all the ink, or null without any. */
  private GreyImage cropped() {
    float strongest = strongest();
    if (strongest < BLANK) {
      return null;
    }
    int top = height;
    int bottom = -1;
    int left = width;
    int right = -1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (values[y * width + x] > FAINTEST_INK * strongest) {
          top = Math.min(top, y);
          bottom = y;
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
      }
    }
    int columns = right - left + 1;
    float[] part = new float[(bottom - top + 1) * columns];
    for (int y = top; y <= bottom; y++) {
      System.arraycopy(values, y * width + left, part, (y - top) * columns, columns);
    }
    return new GreyImage(bottom - top + 1, columns, part);
  }

  private GreyImage scaled(int toHeight, int toWidth) {
    GreyImage wide = scaledRows(toHeight);
    return wide.transposed().scaledRows(toWidth).transposed();
  }

  /**
   * Scales the height with a triangle as wide as a pixel of the coarser side: the mean of what a
   * pixel covers where it gets smaller, linear interpolation where it gets larger.
   */
  private GreyImage scaledRows(int rows) {
    float[] result = new float[rows * width];
    double ratio = (double) height / rows;
    double reach = Math.max(1, ratio);
    for (int row = 0; row < rows; row++) {
      double centre = (row + 0.5) * ratio;
      double sum = 0;
      int from = Math.max(0, (int) Math.floor(centre - reach));
      int to = Math.min(height, (int) Math.ceil(centre + reach));
      double[] weights = new double[to - from];
      for (int y = from; y < to; y++) {
        weights[y - from] = Math.max(0, 1 - Math.abs(y + 0.5 - centre) / reach);
        sum += weights[y - from];
      }
      for (int y = from; y < to; y++) {
        float weight = (float) (weights[y - from] / sum);
        for (int x = 0; x < width; x++) {
          result[row * width + x] += weight * values[y * width + x];
        }
      }
    }
    return new GreyImage(rows, width, result);
  }

  private GreyImage transposed() {
    float[] result = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        result[x * height + y] = values[y * width + x];
      }
    }
    return new GreyImage(width, height, result);
  }

  /** Puts the centre of mass at the centre, as far as everything stays inside. */
  private byte[] centred(int toHeight, int toWidth) {
    double mass = 0;
    double massX = 0;
    double massY = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float value = values[y * width + x];
        mass += value;
        massX += value * (x + 0.5);
        massY += value * (y + 0.5);
      }
    }
    int top = clamp(Math.round(toHeight / 2.0 - massY / mass), toHeight - height);
    int left = clamp(Math.round(toWidth / 2.0 - massX / mass), toWidth - width);
    float gain = 255 / strongest();
    byte[] result = new byte[toHeight * toWidth];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        result[(top + y) * toWidth + left + x] =
            (byte) Math.round(Math.min(255, gain * values[y * width + x]));
      }
    }
    return result;
  }

  private static int clamp(long place, int last) {
    return (int) Math.max(0, Math.min(last, place));
  }
}
