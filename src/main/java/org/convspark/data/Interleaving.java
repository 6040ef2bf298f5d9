package org.convspark.data;

import java.util.List;

/**
 * Tells whether colour images are stored with a pixel's channels together where each channel should
 * be a plane. Neighbours in a plane differ little; of one pixel's channels that isn't so.
 */
public final class Interleaving {
  /** Values next to each other must differ so many times as much as those a pixel apart. */
  private static final int FACTOR = 2;

  private Interleaving() {}

  /**
   * Returns whether images look as if their channels stood together.
   *
   * @param images unsigned bytes, some dozens of images of more than one channel
   */
  public static boolean isLikely(List<byte[]> images, ImageShape shape) {
    long next = 0;
    long pixel = 0;
    int channels = shape.channels();
    for (byte[] image : images) {
      for (int i = 0; i + channels < image.length; i++) {
        next += Math.abs((image[i] & 0xff) - (image[i + 1] & 0xff));
        pixel += Math.abs((image[i] & 0xff) - (image[i + channels] & 0xff));
      }
    }
    return channels > 1 && next > FACTOR * pixel;
  }
}
