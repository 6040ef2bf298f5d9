package org.convspark.engine.operations;

import org.convspark.engine.Shape;
import org.convspark.engine.UnsupportedLayerException.Setting;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/**
 * The windows that a convolution or pooling moves over its input. Every array holds two numbers,
 * for rows and columns.
 *
 * @param kernel height and width of a window, in taps
 * @param stride step from one window to the next
 * @param dilation step from one tap to the next; 1 if they are side by side
 * @param before padding above and to the left
 * @param after padding below and to the right
 * @param height rows of the result
 * @param width columns of the result
 */
@SuppressWarnings("ArrayRecordComponent")
public record Window(
    int[] kernel,
    int[] stride,
    int[] dilation,
    long[] before,
    long[] after,
    int height,
    int width) {

  /**
   * Returns the windows of a layer, as DL4J's {@code ConvolutionUtils} places them: 'same' derives
   * its padding from the input's size, an odd row or column of it below and to the right;
   * 'truncate' drops what no window covers.
   */
  public static Window of(
      Shape input,
      int[] kernel,
      int[] stride,
      int[] padding,
      int[] dilation,
      ConvolutionMode mode) {
    int[] size = {input.height(), input.width()};
    int[] out = new int[2];
    long[] before = new long[2];
    long[] after = new long[2];
    for (int i = 0; i < 2; i++) {
      int reach = (kernel[i] - 1) * dilation[i] + 1;
      if (mode == ConvolutionMode.Same) {
        out[i] = (size[i] + stride[i] - 1) / stride[i];
        int whole = Math.max(0, (out[i] - 1) * stride[i] + reach - size[i]);
        before[i] = whole / 2;
        after[i] = whole - before[i];
      } else {
        Setting.require(
            mode == ConvolutionMode.Truncate || mode == ConvolutionMode.Strict, "mode " + mode);
        int room = size[i] + 2 * padding[i] - reach;
        Setting.require(room >= 0, "a window larger than its input");
        out[i] = room / stride[i] + 1;
        before[i] = padding[i];
        after[i] = padding[i];
      }
    }
    return new Window(kernel, stride, dilation, before, after, out[0], out[1]);
  }

  /**
   * Returns whether each window is a single place and some places of the input lie in none. oneDNN
   * 3.8's own 1x1 convolution of that kind ({@code jit_1x1:avx512_core}) computes a wrong weight
   * gradient now and then: 8 channels of 28x28 to 12 filters at stride 2, 3 of 120 times. Pooling
   * of the same window comes first instead, and takes the places as they are.
   */
  public boolean isStridedPoint() {
    return kernel[0] * kernel[1] == 1
        && stride[0] * stride[1] > 1
        && before[0] + before[1] + after[0] + after[1] == 0;
  }

  /** Returns the windows for an input that has only the places which these windows cover. */
  public Window withoutStride() {
    return new Window(kernel, new int[] {1, 1}, dilation, before, after, height, width);
  }

  /** Returns the shape of an input with its padding. */
  Shape padded(Shape input) {
    return new Shape(
        input.channels(),
        Math.toIntExact(before[0] + input.height() + after[0]),
        Math.toIntExact(before[1] + input.width() + after[1]));
  }

  long[] strides() {
    return new long[] {stride[0], stride[1]};
  }

  long[] kernels() {
    return new long[] {kernel[0], kernel[1]};
  }

  /** Returns the dilation as oneDNN counts it: 0 if the taps are side by side. */
  long[] gaps() {
    return new long[] {dilation[0] - 1L, dilation[1] - 1L};
  }
}
