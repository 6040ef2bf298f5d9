package org.convspark.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Small arrays of numbers in rows, each number written into a tile of its colour: an image, a
 * kernel, and what comes out.
 *
 * @param rows from top to bottom, at least one
 */
public record NumberSheet(List<Row> rows) {
  /**
   * Arrays side by side.
   *
   * @param heading what they show
   * @param panels at least one
   */
  public record Row(String heading, List<Panel> panels) {}

  /**
   * An array.
   *
   * @param title what it is
   * @param values {@code [row][column]}
   */
  public record Panel(String title, float[][] values) {
    int width() {
      return Math.max(SMALLEST_WIDTH, values[0].length * TILE);
    }

    int height() {
      return TITLE + values.length * TILE;
    }
  }

  private static final int TILE = 44;
  private static final int MARGIN = 20;
  private static final int GAP = 32;
  private static final int HEADING = 30;
  private static final int TITLE = 20;
  private static final int SMALLEST_WIDTH = 150;
  private static final int SMALLEST_SHEET = 620;
  private static final Color INK = new Color(0x222222);

  /** Returns a number as it is written: whole ones without a point, others with six digits. */
  public static String text(float value) {
    return new BigDecimal(value)
        .round(new MathContext(value == Math.rint(value) ? 9 : 6))
        .add(BigDecimal.ZERO)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Returns the picture's width in pixels. */
  public int width() {
    int widest =
        rows.stream()
            .mapToInt(row -> row.panels().stream().mapToInt(each -> each.width() + GAP).sum() - GAP)
            .max()
            .orElse(0);
    return Math.max(SMALLEST_SHEET, 2 * MARGIN + widest);
  }

  /** Returns the picture's height in pixels. */
  public int height() {
    return rows.stream().mapToInt(NumberSheet::height).sum() + MARGIN;
  }

  private static int height(Row row) {
    return HEADING + row.panels().stream().mapToInt(Panel::height).max().orElse(0) + MARGIN;
  }

  /**
   * Writes the picture as PNG and leaves the stream open.
   *
   * @return whether the numbers could be written on it: not where the machine has no fonts
   * @throws IOException when {@code out} refuses
   */
  public boolean write(OutputStream out) throws IOException {
    BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width(), height());
    boolean lettered = true;
    int top = 0;
    for (Row row : rows) {
      lettered &= text(graphics, row.heading(), 15, MARGIN, top + HEADING - 6, width() - MARGIN);
      int left = MARGIN;
      for (Panel panel : row.panels()) {
        lettered &= draw(graphics, panel, left, top + HEADING);
        left += panel.width() + GAP;
      }
      top += height(row);
    }
    graphics.dispose();
    ImageIO.write(image, "png", out);
    return lettered;
  }

  private static boolean text(
      Graphics2D graphics, String text, int size, int left, int base, int width) {
    return Lettering.write(graphics, text, INK, size, left, base, width, false);
  }

  private static boolean draw(Graphics2D graphics, Panel panel, int left, int top) {
    boolean lettered =
        text(graphics, panel.title(), 12, left, top + TITLE - 6, panel.width() + GAP);
    float[][] values = panel.values();
    ColourScale scale = ColourScale.diverging(new float[][][] {values});
    for (int row = 0; row < values.length; row++) {
      for (int column = 0; column < values[row].length; column++) {
        int x = left + column * TILE;
        int y = top + TITLE + row * TILE;
        Color colour = new Color(scale.colour(values[row][column]));
        graphics.setColor(colour);
        graphics.fillRect(x, y, TILE - 1, TILE - 1);
        lettered &=
            Lettering.write(
                graphics,
                text(values[row][column]),
                isDark(colour) ? Color.WHITE : INK,
                12,
                x + 1,
                y + TILE / 2 + 4,
                TILE - 3,
                true);
      }
    }
    return lettered;
  }

  /** By Rec. 601's weights of red, green and blue. */
  private static boolean isDark(Color colour) {
    return 299 * colour.getRed() + 587 * colour.getGreen() + 114 * colour.getBlue() < 140_000;
  }
}
