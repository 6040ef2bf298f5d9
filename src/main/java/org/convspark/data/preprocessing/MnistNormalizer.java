package org.convspark.data.preprocessing;

import java.io.Serializable;

/**
 * Turns any image of a digit into one like MNIST's.
 *
 * <p>After <a href="http://yann.lecun.com/exdb/mnist/">MNIST's own description</a>: white ink on
 * black, scaled into a box of 20x20 pixels of the 28x28 with its proportions kept, and moved so
 * that its centre of mass is the image's centre. Images of other sizes have a box in proportion.
 *
 * @param height rows of the result
 * @param width columns of the result
 */
public record MnistNormalizer(int height, int width) implements Serializable {
  /** MNIST's box of 20 pixels in 28. */
  private static final double BOX = 20.0 / 28;

  /** Pixels for each of the result's that are looked at: more only cost time, and add noise. */
  private static final int OVERSAMPLING = 20;

  /**
   * Returns the digit as MNIST would have it. The background is taken for a smooth surface through
   * the border pixels, so that paper may be lit unevenly; where it is light the image is inverted.
   * Frames around the digit are no ink. A blank image becomes all black.
   *
   * @param original values from 0 for black to 255 for white
   */
  public NormalizedDigit apply(GreyImage original) {
    Sheet sheet = Sheet.of(original.atMost(OVERSAMPLING * Math.max(height, width)));
    if (sheet.isBlank()) {
      return new NormalizedDigit(
          new byte[height * width], true, sheet.isLight(), 1, sheet.frameRemoved());
    }
    GreyImage cropped = sheet.digit();
    double scale = Math.min(box(height) / cropped.height(), box(width) / cropped.width());
    byte[] image =
        centred(cropped.scaled(scaled(cropped.height(), scale), scaled(cropped.width(), scale)));
    return new NormalizedDigit(
        image, false, sheet.isLight(), scale * shrunk(original), sheet.frameRemoved());
  }

  /** How much smaller what is looked at is than the picture. */
  private double shrunk(GreyImage original) {
    int longest = Math.max(original.height(), original.width());
    return Math.min(1, OVERSAMPLING * Math.max(height, width) / (double) longest);
  }

  private static double box(int side) {
    return Math.max(1, Math.floor(side * BOX));
  }

  private static int scaled(int side, double scale) {
    return Math.max(1, (int) Math.round(side * scale));
  }

  /**
   * Puts the centre of mass into the middle pixel, as far as everything stays inside. In MNIST that
   * is row and column 14, counted from 0: its images' centres are all from 13.5 to 14.5.
   */
  private byte[] centred(GreyImage digit) {
    double mass = 0;
    double massX = 0;
    double massY = 0;
    for (int y = 0; y < digit.height(); y++) {
      for (int x = 0; x < digit.width(); x++) {
        float value = digit.at(y, x);
        mass += value;
        massX += value * (x + 0.5);
        massY += value * (y + 0.5);
      }
    }
    int top = clamp(Math.round(height / 2 + 0.5 - massY / mass), height - digit.height());
    int left = clamp(Math.round(width / 2 + 0.5 - massX / mass), width - digit.width());
    float gain = 255 / digit.strongest();
    byte[] result = new byte[height * width];
    for (int y = 0; y < digit.height(); y++) {
      for (int x = 0; x < digit.width(); x++) {
        result[(top + y) * width + left + x] =
            (byte) Math.round(Math.min(255, gain * digit.at(y, x)));
      }
    }
    return result;
  }

  private static int clamp(long place, int last) {
    return (int) Math.max(0, Math.min(last, place));
  }
}
