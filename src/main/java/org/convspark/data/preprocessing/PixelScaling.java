package org.convspark.data.preprocessing;

/**
 * How an image's bytes become the network's input: unsigned value / 255, each in [0, 1]. Training,
 * evaluation, prediction and feature maps all scale here.
 */
public final class PixelScaling {
  /** By value. A table is quicker than the division, and every use gets the same bits. */
  private static final float[] SCALED = new float[256];

  static {
    for (int value = 0; value < SCALED.length; value++) {
      SCALED[value] = value / 255f;
    }
  }

  private PixelScaling() {}

  /**
   * Scales {@code count} unsigned bytes from place {@code from} on into {@code target} from place
   * {@code offset} on.
   */
  public static void scale(byte[] pixels, int from, int count, float[] target, int offset) {
    float[] scaled = SCALED;
    for (int i = 0; i < count; i++) {
      target[offset + i] = scaled[pixels[from + i] & 0xff];
    }
  }

  /** Scales the first {@code count} unsigned bytes and returns them as new floats. */
  public static float[] scale(byte[] pixels, int count) {
    float[] target = new float[count];
    scale(pixels, 0, count, target, 0);
    return target;
  }
}
