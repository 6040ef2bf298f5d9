package org.convspark.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;

/**
 * A picture within the page. It is drawn pixel by pixel, which needs no font on the driver.
 *
 * @param uri a data: URI of a PNG
 * @param width in pixels
 * @param height in pixels
 * @param alt what it shows, for who can't see it
 */
record Picture(String uri, int width, int height, String alt) {
  /** Sides of the smallest tile: small maps are enlarged to it, so that gaps stay narrow. */
  private static final int TILE = 24;

  private static final int GAP = 2;

  /** Returns the picture of an example. */
  static Picture of(Example example, ImageShape shape, String alt) {
    return of(image(example, shape), alt);
  }

  /** Draws an example: grey, or the first three channels as red, green and blue. */
  static BufferedImage image(Example example, ImageShape shape) {
    int plane = shape.height() * shape.width();
    int green = shape.channels() < 3 ? 0 : plane;
    byte[] pixels = example.image();
    BufferedImage image =
        new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < plane; i++) {
      int rgb =
          (pixels[i] & 255) << 16 | (pixels[i + green] & 255) << 8 | pixels[i + 2 * green] & 255;
      image.setRGB(i % shape.width(), i / shape.width(), rgb);
    }
    return image;
  }

  /**
   * Returns maps of one size as tiles, on a ground that lets the page through.
   *
   * @param rows of tiles {@code [row][column]}, each as many as the first or fewer
   * @param scale the colours of the values
   * @param alt what the picture shows, for who can't see it
   */
  static Picture ofTiles(List<List<float[][]>> rows, ColourScale scale, String alt) {
    int height = rows.get(0).get(0).length;
    int width = rows.get(0).get(0)[0].length;
    int zoom = (TILE + Math.max(height, width) - 1) / Math.max(height, width);
    BufferedImage image =
        new BufferedImage(
            rows.get(0).size() * (width * zoom + GAP) - GAP,
            rows.size() * (height * zoom + GAP) - GAP,
            BufferedImage.TYPE_INT_ARGB);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        float[][] tile = rows.get(row).get(column);
        int left = column * (width * zoom + GAP);
        int top = row * (height * zoom + GAP);
        for (int y = 0; y < height * zoom; y++) {
          for (int x = 0; x < width * zoom; x++) {
            int rgb = scale.colour(tile[y / zoom][x / zoom]);
            image.setRGB(left + x, top + y, 0xff000000 | rgb);
          }
        }
      }
    }
    return of(image, alt);
  }

  private static Picture of(BufferedImage image, String alt) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    String base64 = Base64.getEncoder().encodeToString(png.toByteArray());
    return new Picture("data:image/png;base64," + base64, image.getWidth(), image.getHeight(), alt);
  }
}
