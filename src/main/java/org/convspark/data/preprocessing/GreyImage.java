package org.convspark.data.preprocessing;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A grey image of any size, {@code [height, width]} values of 0 and above. */
public final class GreyImage {
  private final int height;
  private final int width;
  private final float[] values;

  /**
   * Makes an image of its pixels.
   *
   * @param values {@code height * width} of them, row-major; not copied
   */
  public GreyImage(int height, int width, float[] values) {
    this.height = height;
    this.width = width;
    this.values = values;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** Returns the pixels, row-major; not copied. */
  public float[] values() {
    return values;
  }

  float at(int y, int x) {
    return values[y * width + x];
  }

  float strongest() {
    float strongest = 0;
    for (float value : values) {
      strongest = Math.max(strongest, value);
    }
    return strongest;
  }

  /** Returns the indices of the pixels at the four edges, row-major; corners come twice. */
  IntStream border() {
    return IntStream.concat(
        IntStream.range(0, width).flatMap(x -> IntStream.of(x, (height - 1) * width + x)),
        IntStream.range(0, height).flatMap(y -> IntStream.of(y * width, (y + 1) * width - 1)));
  }

  /** Returns the median of the pixels at the four edges. */
  float borderMedian() {
    double[] border = border().mapToDouble(at -> values[at]).sorted().toArray();
    return (float) border[border.length / 2];
  }

  /**
   * Returns how far each pixel is from the paper, and 0 where it isn't farther than {@code floor}.
   *
   * @param sign 1 for ink brighter than the paper, -1 for darker
   */
  GreyImage ink(Background paper, float sign, double floor) {
    float[] ink = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        double distance = sign * (values[at] - paper.at(this, y, x));
        ink[at] = distance > floor ? (float) distance : 0;
      }
    }
    return new GreyImage(height, width, ink);
  }

  /**
   * Returns the smallest rectangle with all pixels above {@code faintest}, one of which there must
   * be.
   */
  GreyImage cropped(float faintest) {
    int top = height;
    int bottom = -1;
    int left = width;
    int right = -1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (values[y * width + x] > faintest) {
          top = Math.min(top, y);
          bottom = y;
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
      }
    }
    return part(top, left, bottom - top + 1, right - left + 1);
  }

  /** Returns a rectangle of the image. */
  GreyImage part(int top, int left, int rows, int columns) {
    float[] part = new float[rows * columns];
    for (int y = 0; y < rows; y++) {
      System.arraycopy(values, (top + y) * width + left, part, y * columns, columns);
    }
    return new GreyImage(rows, columns, part);
  }

  /** Returns the image in the middle of a larger one of one value. */
  GreyImage surrounded(int rows, int columns, float value) {
    float[] whole = new float[rows * columns];
    Arrays.fill(whole, value);
    int top = (rows - height) / 2;
    int left = (columns - width) / 2;
    for (int y = 0; y < height; y++) {
      System.arraycopy(values, y * width, whole, (top + y) * columns + left, width);
    }
    return new GreyImage(rows, columns, whole);
  }

  /** Returns 255 less each value. */
  GreyImage inverted() {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = 255 - values[i];
    }
    return new GreyImage(height, width, result);
  }

  /**
   * Returns the image scaled so that no side is longer than {@code longest}; one that is small
   * enough is returned as it is.
   */
  GreyImage atMost(int longest) {
    double scale = (double) longest / Math.max(height, width);
    return scale >= 1
        ? this
        : scaled(
            Math.max(1, (int) Math.round(height * scale)),
            Math.max(1, (int) Math.round(width * scale)));
  }

  /**
   * Returns the whole image scaled to the given numbers of rows and columns; the image itself where
   * it has them.
   */
  GreyImage scaled(int toHeight, int toWidth) {
    return toHeight == height && toWidth == width
        ? this
        : scaledRows(toHeight).transposed().scaledRows(toWidth).transposed();
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

  GreyImage transposed() {
    float[] result = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        result[x * height + y] = values[y * width + x];
      }
    }
    return new GreyImage(width, height, result);
  }
}
