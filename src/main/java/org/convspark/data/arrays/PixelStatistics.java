package org.convspark.data.arrays;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.convspark.config.InputException;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ElementType;

/** The values of an array of images, which tell how they become 0 to 255. */
final class PixelStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private double greatest;
  private boolean whole = true;

  /**
   * Adds values.
   *
   * @param array that they are of
   * @param block their bytes
   * @param length number of bytes
   * @param at place of the first in the file
   * @throws InputException if one is negative or no number
   */
  void add(ArrayFile array, byte[] block, int length, long at) {
    ElementType type = array.header().element();
    if (type == ElementType.UINT8) {
      for (int i = 0; i < length; i++) {
        greatest = Math.max(greatest, block[i] & 0xff);
      }
      return;
    }
    ByteBuffer values = array.header().ordered(block);
    for (int i = 0; i < length; i += type.bytes()) {
      double value = type.value(values, i);
      // Not a number is neither.
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new InputException(
            array.content().where(),
            "a pixel of " + PixelScale.text(value) + " at byte " + (at + i),
            "pixels of 0 to 255, or 0 to 1",
            "bring them to that range, as they were before they were normalised");
      }
      greatest = Math.max(greatest, value);
      whole &= value == Math.rint(value);
    }
  }

  /** Returns the greatest value. */
  double greatest() {
    return greatest;
  }

  /** Returns whether all values are whole numbers. */
  boolean isWhole() {
    return whole;
  }
}
