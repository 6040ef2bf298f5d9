package org.convspark.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;

/** Pictures of a dataset in rows, each with its class below, as the lecture looks at data first. */
public final class ContactSheet {
  /** Small images are enlarged to about this side. */
  private static final int TILE = 84;

  private static final int GAP = 8;
  private static final int TEXT = 18;

  /** Pixels of a sheet at most, half a gigabyte. */
  private static final long MOST_PIXELS = 1L << 27;

  private final BufferedImage sheet;
  private final boolean labelled;

  private ContactSheet(BufferedImage sheet, boolean labelled) {
    this.sheet = sheet;
    this.labelled = labelled;
  }

  /**
   * Draws images.
   *
   * @param examples at least one
   * @param columns images in a row
   * @param className what a class is called
   */
  public static ContactSheet of(
      List<Example> examples, ImageShape shape, int columns, IntFunction<String> className) {
    int zoom = zoom(shape);
    int width = width(shape);
    int height = height(shape);
    int rows = (examples.size() + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(columns * width + GAP, rows * height + GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    boolean labelled = true;
    for (int i = 0; i < examples.size(); i++) {
      int left = GAP + i % columns * width;
      int top = GAP + i / columns * height;
      graphics.drawImage(
          Picture.image(examples.get(i), shape),
          left,
          top,
          shape.width() * zoom,
          shape.height() * zoom,
          null);
      labelled =
          labelled
              && Lettering.write(
                  graphics,
                  className.apply(examples.get(i).label()),
                  Color.BLACK,
                  13,
                  left,
                  top + shape.height() * zoom + TEXT - 5,
                  width - GAP,
                  false);
    }
    graphics.dispose();
    return new ContactSheet(sheet, labelled);
  }

  private static int zoom(ImageShape shape) {
    return Math.max(1, TILE / Math.max(shape.height(), shape.width()));
  }

  private static int width(ImageShape shape) {
    return Math.max(TILE, shape.width() * zoom(shape)) + GAP;
  }

  private static int height(ImageShape shape) {
    return shape.height() * zoom(shape) + TEXT + GAP;
  }

  /** Returns how many images of a shape a sheet can have. */
  public static long most(ImageShape shape) {
    return MOST_PIXELS / ((long) width(shape) * height(shape));
  }

  /** Returns whether the classes could be written on it: not where the machine has no fonts. */
  public boolean labelled() {
    return labelled;
  }

  /** Writes the sheet as PNG to the stream and leaves it open. */
  public void write(OutputStream out) throws IOException {
    ImageIO.write(sheet, "png", out);
  }
}
