package org.convspark.data.idx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes small IDX datasets: 30 training and 12 test images of 3x2 pixels, 3 classes. */
public final class IdxFixture {
  static final int TRAIN = 30;
  public static final int TEST = 12;
  static final int CLASSES = 3;

  private IdxFixture() {}

  public static int label(int id) {
    return id % CLASSES;
  }

  public static byte[] image(int id) {
    byte[] image = new byte[6];
    for (int p = 0; p < image.length; p++) {
      image[p] = (byte) (id * 7 + p * 50);
    }
    return image;
  }

  public static byte[] images(int magic, int count, int rows, int columns, int written) {
    ByteBuffer out = ByteBuffer.allocate(16 + written * 6);
    out.putInt(magic).putInt(count).putInt(rows).putInt(columns);
    for (int id = 0; id < written; id++) {
      out.put(image(id));
    }
    return out.array();
  }

  public static byte[] images(int count) {
    return images(0x803, count, 3, 2, count);
  }

  static byte[] labels(int count) {
    ByteBuffer out = ByteBuffer.allocate(8 + count);
    out.putInt(0x801).putInt(count);
    for (int id = 0; id < count; id++) {
      out.put((byte) label(id));
    }
    return out.array();
  }

  public static Path write(Path directory, String suffix) {
    put(directory, "train-images-idx3-ubyte" + suffix, images(TRAIN));
    put(directory, "train-labels-idx1-ubyte" + suffix, labels(TRAIN));
    put(directory, "t10k-images-idx3-ubyte" + suffix, images(TEST));
    put(directory, "t10k-labels-idx1-ubyte" + suffix, labels(TEST));
    return directory;
  }

  public static void put(Path directory, String name, byte[] content) {
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve(name), name.endsWith(".gz") ? gzip(content) : content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
