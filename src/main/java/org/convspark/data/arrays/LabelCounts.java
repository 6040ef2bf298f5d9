package org.convspark.data.arrays;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.convspark.config.InputException;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ArrayHeader;

/** How many labels there are of each value, and where each first occurs. */
final class LabelCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most classes. */
  static final int MOST = 1 << 16;

  private long[] counts = new long[0];
  private long[] firstAt = new long[0];

  /**
   * Adds labels, the first element of each record.
   *
   * @param array that they are of
   * @param block whole records of the array
   * @param length number of bytes
   * @param at place of the first in the file
   * @throws InputException if one is negative, not whole, or beyond all classes
   */
  void add(ArrayFile array, byte[] block, int length, long at) {
    ArrayHeader header = array.header();
    ByteBuffer values = header.ordered(block);
    int step = (int) header.recordBytes();
    for (int i = 0; i < length; i += step) {
      double value = header.element().value(values, i);
      if (!(value >= 0 && value < MOST && value == Math.rint(value))) {
        throw new InputException(
            array.content().where(),
            "label " + PixelScale.text(value) + " at byte " + (at + i),
            "whole numbers from 0 to " + (MOST - 1),
            "number the classes from 0");
      }
      count((int) value, at + i);
    }
  }

  private void count(int label, long at) {
    if (label >= counts.length) {
      int before = counts.length;
      int length = Math.min(MOST, Math.max(label + 1, 2 * before));
      counts = Arrays.copyOf(counts, length);
      firstAt = Arrays.copyOf(firstAt, length);
    }
    if (counts[label]++ == 0) {
      firstAt[label] = at;
    }
  }

  /** Returns the number of classes: one more than the highest label. */
  int classes() {
    int highest = counts.length - 1;
    while (highest > 0 && counts[highest] == 0) {
      highest--;
    }
    return highest + 1;
  }

  /** Returns how many different labels occur. */
  long distinct() {
    return Arrays.stream(counts).filter(count -> count > 0).count();
  }

  /** Returns the byte at which a label that occurs is first. */
  long firstAt(int label) {
    return firstAt[label];
  }

  /** Returns how many labels there are of each class. */
  List<Long> counts(int classes) {
    return Arrays.stream(Arrays.copyOf(counts, classes)).boxed().toList();
  }
}
