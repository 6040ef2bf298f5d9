package org.convspark.data.tables.columns;

import java.io.Serializable;
import java.util.List;

/** What one look at all pixels of a table tells of its numbers. */
public final class ValueRange implements Serializable {
  private static final long serialVersionUID = 1L;

  private boolean fractions;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /** Adds a value; what is no number is bad in any case and told later. */
  void add(Object value) {
    if (most > 1) {
      return; // It is decided.
    }
    double number = Cell.number(value);
    if (!Double.isNaN(number)) {
      least = Math.min(least, number);
      most = Math.max(most, number);
      fractions |= Cell.isFraction(value);
    }
  }

  /** Adds what another look found, to this one. */
  public ValueRange merge(ValueRange other) {
    fractions |= other.fractions;
    least = Math.min(least, other.least);
    most = Math.max(most, other.most);
    return this;
  }

  /** Returns what the numbers mean: light from 0 to 1 only if none of them is beyond. */
  public PixelRange scale() {
    return fractions && least >= 0 && most <= 1 ? PixelRange.UNIT : PixelRange.BYTES;
  }

  /**
   * Returns lines for people: what the numbers were taken for, where that isn't a matter of course.
   */
  public List<String> remarks() {
    return scale() == PixelRange.UNIT
        ? List.of("Pixels are numbers from 0 to 1, and taken times 255")
        : List.of();
  }
}
