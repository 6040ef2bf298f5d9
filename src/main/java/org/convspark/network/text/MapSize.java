package org.convspark.network.text;

import org.deeplearning4j.nn.conf.ConvolutionMode;

/**
 * The size of a layer's output for one image: feature maps, or a row of values.
 *
 * @param height of a map, 1 for a row
 * @param width of a map, 1 for a row
 * @param channels number of maps, or of values
 * @param row whether it is a row of values
 */
record MapSize(int height, int width, int channels, boolean row) {

  static MapSize row(int values) {
    return new MapSize(1, 1, values, true);
  }

  MapSize channels(int other) {
    return new MapSize(height, width, other, false);
  }

  /**
   * Returns the size after a window has moved over the maps.
   *
   * @return at least 1x1; less where the window is larger than the map
   */
  MapSize after(int[] window, int[] stride, ConvolutionMode mode) {
    return new MapSize(
        after(height, window[0], stride[0], mode),
        after(width, window[1], stride[1], mode),
        channels,
        false);
  }

  private static int after(int side, int window, int stride, ConvolutionMode mode) {
    return mode == ConvolutionMode.Same
        ? (side + stride - 1) / stride
        : Math.floorDiv(side - window, stride) + 1;
  }

  /** Returns the number of values for one image. */
  double values() {
    return (double) height * width * channels;
  }

  @Override
  public String toString() {
    return row ? "a row of " + channels : height + "x" + width + "x" + channels;
  }
}
