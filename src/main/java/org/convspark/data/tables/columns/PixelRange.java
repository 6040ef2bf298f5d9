package org.convspark.data.tables.columns;

/** What the numbers of a table's pixels mean; it is the same for all of its images. */
public enum PixelRange {
  /** Whole numbers from 0 to 255. */
  BYTES("whole numbers from 0 to 255, or from 0 to 1 throughout the table"),
  /** From 0 for black to 1 for full light. */
  UNIT("numbers from 0 to 1, as the rest of the table has them");

  /** Stands for a number that is no pixel. */
  static final int NONE = -1;

  private static final int LIGHT = 255;

  private final String expected;

  PixelRange(String expected) {
    this.expected = expected;
  }

  /** Returns what a pixel must be, in words for messages. */
  String expected() {
    return expected;
  }

  /** Returns the pixel that a number stands for, 0 to 255, or {@link #NONE}. */
  int pixel(double value) {
    // NaN is neither.
    if (this == UNIT) {
      return value >= 0 && value <= 1 ? (int) Math.round(value * LIGHT) : NONE;
    }
    return value >= 0 && value <= LIGHT && value == Math.rint(value) ? (int) value : NONE;
  }
}
