package org.convspark.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.convspark.model.FeatureMaps.Grid;

/**
 * Feature maps or kernels as one picture: numbered tiles on a common scale, and the scale beside
 * them.
 *
 * @param grid what is drawn
 * @param noun what the maps are
 * @param scale the colours
 * @param columns tiles in a row
 * @param zoom pixels a value takes in each direction
 */
public record FeatureMapImage(Grid grid, String noun, ColourScale scale, int columns, int zoom) {
  /**
   * Text in the picture.
   *
   * @param x pixels from the left to the left end of its base line
   * @param y pixels from the top to its base line
   * @param size of the font in pixels
   */
  public record Label(String text, int x, int y, int size, boolean bold) {}

  private static final int MARGIN = 24;
  private static final int HEADER = 62;
  private static final int GAP = 10;
  private static final int NUMBER = 14;
  private static final int BAR_GAP = 28;
  private static final int BAR = 16;
  private static final int SCALE_TEXT = 76;
  private static final int TILE = 64;
  private static final int SMALLEST_WIDTH = 420;
  private static final int SMALLEST_SCALE = 96;

  /**
   * Pictures the activations of one layer: from zero, or the lowest value below it, to the highest.
   */
  public static FeatureMapImage ofMaps(Grid maps) {
    return of(maps, "feature maps", ColourScale.sequential(maps.maps()));
  }

  /** Pictures the maps of a layer, or the activations of a dense layer, which are one map. */
  public static FeatureMapImage ofLayer(Grid layer) {
    return layer.maps().length == 1
        ? of(layer, "map", ColourScale.sequential(layer.maps()))
        : ofMaps(layer);
  }

  /** Pictures the probabilities of the classes, from 0, left, on: from zero to one. */
  public static FeatureMapImage ofProbabilities(Grid output) {
    return of(output, "map of probabilities", new ColourScale(0, 1, false));
  }

  /** Pictures kernels: from minus the greatest magnitude to plus. */
  public static FeatureMapImage ofKernels(Grid kernels) {
    return of(kernels, "kernels", ColourScale.diverging(kernels.maps()));
  }

  private static FeatureMapImage of(Grid grid, String noun, ColourScale scale) {
    int zoom = Math.max(2, (int) Math.ceil((double) TILE / Math.max(grid.height(), grid.width())));
    return new FeatureMapImage(grid, noun, scale, columnsFor(grid.maps().length), zoom);
  }

  /** The narrowest full rectangle that is wider than high, or nearly one where there is none. */
  private static int columnsFor(int tiles) {
    int least = (int) Math.ceil(Math.sqrt(1.4 * tiles));
    for (int columns = least; columns <= 2 * least; columns++) {
      if (tiles % columns == 0) {
        return columns;
      }
    }
    return least;
  }

  public int width() {
    int tiles = columns * (grid.width() * zoom + GAP) - GAP;
    return Math.max(SMALLEST_WIDTH, 2 * MARGIN + tiles + BAR_GAP + BAR + SCALE_TEXT);
  }

  public int height() {
    return HEADER + Math.max(tilesHeight(), SMALLEST_SCALE + NUMBER) + MARGIN;
  }

  private int tilesHeight() {
    int rows = (grid.maps().length + columns - 1) / columns;
    return rows * (grid.height() * zoom + NUMBER + GAP) - GAP;
  }

  /** Returns all text in the picture: heading, the tiles' numbers, the ends of the scale. */
  public List<Label> labels() {
    List<Label> labels = new ArrayList<>();
    labels.add(new Label(heading(), MARGIN, 32, 18, true));
    labels.add(new Label(remark(), MARGIN, 51, 12, false));
    for (int tile = 0; tile < grid.maps().length; tile++) {
      labels.add(new Label(Integer.toString(tile), tileX(tile), tileY(tile) - 3, 10, false));
    }
    int x = barX() + BAR + 8;
    labels.add(new Label(number(scale.high()), x, barTop() + 10, 12, false));
    if (scale.signed()) {
      labels.add(new Label("0", x, barTop() + barHeight() / 2 + 4, 12, false));
    }
    labels.add(new Label(number(scale.low()), x, barTop() + barHeight(), 12, false));
    return labels;
  }

  private String heading() {
    return String.format(
        Locale.ROOT,
        "%s: %d %s of %d x %d",
        grid.layer(),
        grid.maps().length,
        noun,
        grid.height(),
        grid.width());
  }

  private String remark() {
    if (scale.signed()) {
      return "one scale for all kernels; blue is negative, red positive";
    }
    long dark = 0;
    for (float[][] map : grid.maps()) {
      dark += isZero(map) ? 1 : 0;
    }
    return "one scale for all maps" + (dark == 0 ? "" : "; " + dark + " all zero");
  }

  private static boolean isZero(float[][] map) {
    for (float[] row : map) {
      for (float value : row) {
        if (value != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static String number(double value) {
    double size = Math.abs(value);
    String format = size != 0 && (size < 0.01 || size >= 10_000) ? "%.2e" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  private int tileX(int tile) {
    return MARGIN + tile % columns * (grid.width() * zoom + GAP);
  }

  private int tileY(int tile) {
    return HEADER + NUMBER + tile / columns * (grid.height() * zoom + NUMBER + GAP);
  }

  private int barX() {
    return MARGIN + columns * (grid.width() * zoom + GAP) - GAP + BAR_GAP;
  }

  private int barTop() {
    return HEADER + NUMBER;
  }

  private int barHeight() {
    return Math.max(SMALLEST_SCALE, Math.min(tilesHeight() - NUMBER, 320));
  }

  /** Draws the picture. Text needs a font on this machine, as Java's graphics do anywhere. */
  public BufferedImage draw() {
    BufferedImage image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width(), height());
      drawTiles(graphics);
      drawScale(graphics);
      graphics.setColor(new Color(0x222222));
      for (Label label : labels()) {
        int style = label.bold() ? Font.BOLD : Font.PLAIN;
        graphics.setFont(new Font(Font.SANS_SERIF, style, label.size()));
        graphics.drawString(label.text(), label.x(), label.y());
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private void drawTiles(Graphics2D graphics) {
    for (int tile = 0; tile < grid.maps().length; tile++) {
      float[][] map = grid.maps()[tile];
      for (int row = 0; row < grid.height(); row++) {
        for (int column = 0; column < grid.width(); column++) {
          graphics.setColor(new Color(scale.colour(map[row][column])));
          graphics.fillRect(tileX(tile) + column * zoom, tileY(tile) + row * zoom, zoom, zoom);
        }
      }
      graphics.setColor(new Color(0xbbbbbb));
      graphics.drawRect(
          tileX(tile) - 1, tileY(tile) - 1, grid.width() * zoom + 1, grid.height() * zoom + 1);
    }
  }

  private void drawScale(Graphics2D graphics) {
    for (int y = 0; y < barHeight(); y++) {
      graphics.setColor(new Color(scale.at(1 - y / (barHeight() - 1.0))));
      graphics.fillRect(barX(), barTop() + y, BAR, 1);
    }
    graphics.setColor(new Color(0x666666));
    graphics.drawRect(barX() - 1, barTop() - 1, BAR + 1, barHeight() + 1);
  }

  /**
   * Writes the picture as PNG and leaves the stream open.
   *
   * @throws IOException when {@code out} refuses
   */
  public void write(OutputStream out) throws IOException {
    ImageIO.write(draw(), "png", out);
  }
}
