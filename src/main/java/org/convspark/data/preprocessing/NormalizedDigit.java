package org.convspark.data.preprocessing;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A digit in MNIST's manner, and what was seen on the way.
 *
 * @param image {@code height * width} unsigned bytes, row-major; all 0 where there was no ink
 * @param blank whether no ink was found
 * @param inverted whether the paper was light and the ink dark
 * @param scale how much larger the digit is than in the picture, below 1 for smaller; 1 where it is
 *     blank
 * @param frameRemoved whether something around the digit was taken for no ink
 */
@SuppressWarnings("ArrayRecordComponent")
public record NormalizedDigit(
    byte[] image, boolean blank, boolean inverted, double scale, boolean frameRemoved) {

  /** Returns what was seen in a few words: {@code inverted, scaled by 0.12, frame removed}. */
  public String remark() {
    String frame = frameRemoved ? ", frame removed" : "";
    if (blank) {
      return "no ink found" + frame;
    }
    BigDecimal rounded = new BigDecimal(scale).round(new MathContext(2)).stripTrailingZeros();
    return (inverted ? "inverted, " : "") + "scaled by " + rounded.toPlainString() + frame;
  }
}
