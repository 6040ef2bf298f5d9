package org.convspark.data.synthetic;

import org.convspark.data.Split;
import org.convspark.data.SplitMix64;

/**
 * Handwritten-like digits drawn by code, for data in any amount without files or a network: 28 x 28
 * grey images, white ink on black, one unsigned byte a pixel, as in MNIST.
 *
 * <p>Every example is a function of (seed, split, index) alone, the same bytes on every JVM: only
 * arithmetic that Java defines exactly, and StrictMath. So executors draw what they need, in any
 * order and any number of times.
 */
public final class SyntheticDigits {
  /** Rows and columns of an image. */
  public static final int SIDE = 28;

  /** Classes: the digits 0 to 9. */
  public static final int CLASSES = DigitStrokes.DIGITS;

  private SyntheticDigits() {}

  /** Returns the digit that an example shows, 0 to 9, each as likely as the others. */
  public static int label(long seed, Split split, long index) {
    return label(new SplitMix64(seed, split, index));
  }

  /**
   * Draws an example.
   *
   * @return 784 unsigned bytes, row-major; 0 is the background, 255 full ink
   */
  public static byte[] draw(long seed, Split split, long index) {
    SplitMix64 random = new SplitMix64(seed, split, index);
    PenPath path = Handwriting.write(label(random), SIDE, random);
    StrokeRasterizer rasterizer = new StrokeRasterizer(SIDE, random.uniform(1.0, 1.6));
    rasterizer.ink(path);
    return rasterizer.develop(random.uniform(0.88, 1.0), random.uniform(0, 0.15), random);
  }

  /** The label is the first number of the stream, so that it costs no drawing. */
  private static int label(SplitMix64 random) {
    return random.nextInt(CLASSES);
  }
}
