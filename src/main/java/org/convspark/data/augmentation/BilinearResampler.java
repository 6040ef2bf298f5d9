package org.convspark.data.augmentation;

import org.convspark.config.training.AugmentationConfig.Fill;
import org.convspark.data.ImageShape;

/**
 * Reads an image at places between its pixels. Outside the image everything is black, or as the
 * nearest pixel of its edge. Every value lies between those of the four pixels around. Not
 * thread-safe: it holds the image that was loaded last.
 */
final class BilinearResampler {
  private final int height;
  private final int width;
  private final int channels;
  private final int stride;
  private final int plane;

  /** Whether the frame is black and stays so. */
  private final boolean black;

  /** Each channel with a frame of what lies outside, which saves asking where the image ends. */
  private final float[] framed;

  BilinearResampler(ImageShape shape, Fill fill) {
    this.black = fill == Fill.BLACK;
    this.height = shape.height();
    this.width = shape.width();
    this.channels = shape.channels();
    // One pixel before; two after, as the one to the right and below is read too.
    this.stride = width + 3;
    this.plane = (height + 3) * stride;
    this.framed = new float[channels * plane];
  }

  /**
   * Copies an image of {@code channels * height * width} floats, which begins at {@code offset}.
   */
  void load(float[] pixels, int offset) {
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        System.arraycopy(
            pixels,
            offset + (c * height + y) * width,
            framed,
            c * plane + (y + 1) * stride + 1,
            width);
      }
      if (!black) {
        continueEdges(c * plane);
      }
    }
  }

  /** Copies the outermost pixels of a channel into its frame. */
  private void continueEdges(int base) {
    for (int y = 1; y <= height; y++) {
      int row = base + y * stride;
      framed[row] = framed[row + 1];
      framed[row + width + 1] = framed[row + width];
      framed[row + width + 2] = framed[row + width];
    }
    System.arraycopy(framed, base + stride, framed, base, stride);
    int last = base + height * stride;
    System.arraycopy(framed, last, framed, last + stride, stride);
    System.arraycopy(framed, last, framed, last + 2 * stride, stride);
  }

  /**
   * Writes one row of one channel, read at the given places.
   *
   * @param x where each of the {@code width} values is read, in pixels from the middle of the
   *     leftmost one
   * @param y where each is read, in pixels from the middle of the topmost one
   */
  void row(int channel, float[] x, float[] y, float[] target, int offset) {
    int base = channel * plane;
    for (int i = 0; i < width; i++) {
      float left = Math.max(0, Math.min(x[i] + 1, width + 1));
      float top = Math.max(0, Math.min(y[i] + 1, height + 1));
      int column = (int) left;
      int line = (int) top;
      int at = base + line * stride + column;
      float dx = left - column;
      float dy = top - line;
      float above = framed[at] + dx * (framed[at + 1] - framed[at]);
      float below = framed[at + stride] + dx * (framed[at + stride + 1] - framed[at + stride]);
      target[offset + i] = above + dy * (below - above);
    }
  }
}
