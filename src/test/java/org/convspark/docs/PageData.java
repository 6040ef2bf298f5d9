package org.convspark.docs;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * What the commands of the pages are run on: a small dataset as data/mnist and data/mine, and
 * pictures as photos and seven.png.
 */
final class PageData {
  private static final int TRAIN = 600;
  private static final int TEST = 100;
  private static final int SIDE = 28;

  private PageData() {}

  static void write(Path directory) throws IOException {
    for (String name : List.of("data/mnist", "data/mine")) {
      Path data = Files.createDirectories(directory.resolve(name));
      Files.write(data.resolve("train-images-idx3-ubyte"), images(TRAIN));
      Files.write(data.resolve("train-labels-idx1-ubyte"), labels(TRAIN));
      Files.write(data.resolve("t10k-images-idx3-ubyte"), images(TEST));
      Files.write(data.resolve("t10k-labels-idx1-ubyte"), labels(TEST));
    }
    Path photos = Files.createDirectories(directory.resolve("photos"));
    draw(photos.resolve("one.png"), new int[] {28, 28}, new int[] {14, 42});
    draw(directory.resolve("seven.png"), new int[] {16, 40, 26}, new int[] {14, 14, 44});
  }

  /** A line of black on white, from corner to corner. */
  private static void draw(Path file, int[] x, int[] y) throws IOException {
    BufferedImage picture = new BufferedImage(2 * SIDE, 2 * SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 2 * SIDE, 2 * SIDE);
    pen.setColor(Color.BLACK);
    pen.setStroke(new BasicStroke(5));
    pen.drawPolyline(x, y, x.length);
    pen.dispose();
    ImageIO.write(picture, "png", file.toFile());
  }

  /** A bar for each class, at a height of its own. */
  private static byte[] images(int count) {
    ByteBuffer out = ByteBuffer.allocate(16 + count * SIDE * SIDE);
    out.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
    for (int id = 0; id < count; id++) {
      for (int p = 0; p < SIDE * SIDE; p++) {
        int row = p / SIDE;
        out.put((byte) (row / 2 == id % 10 + 2 ? 200 + id % 50 : 0));
      }
    }
    return out.array();
  }

  private static byte[] labels(int count) {
    ByteBuffer out = ByteBuffer.allocate(8 + count);
    out.putInt(0x801).putInt(count);
    for (int id = 0; id < count; id++) {
      out.put((byte) (id % 10));
    }
    return out.array();
  }
}
