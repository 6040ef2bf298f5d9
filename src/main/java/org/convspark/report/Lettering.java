package org.convspark.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;

/** Text in pictures, where the machine has fonts. */
final class Lettering {
  private Lettering() {}

  /**
   * Writes a line, cut off at its end where it is too wide.
   *
   * @param size of the font in pixels
   * @param left where it begins, in pixels
   * @param base where it stands, in pixels from the top
   * @param width that it may have, in pixels
   * @param centred whether it stands in the middle of the width
   * @return false where this machine has no fonts, as servers now and then; nothing is written then
   */
  @SuppressWarnings("PMD.AvoidCatchingThrowable") // Java fails with whatever it stumbles over.
  static boolean write(
      Graphics2D graphics,
      String text,
      Color colour,
      int size,
      int left,
      int base,
      int width,
      boolean centred) {
    try {
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(colour);
      FontMetrics metrics = graphics.getFontMetrics();
      String shown = text;
      while (shown.length() > 1 && metrics.stringWidth(shown) > width) {
        shown = shown.substring(0, shown.length() - 1);
      }
      int indent = centred ? (width - metrics.stringWidth(shown)) / 2 : 0;
      graphics.drawString(shown, left + indent, base);
      return true;
    } catch (RuntimeException | LinkageError | InternalError e) {
      return false;
    }
  }
}
