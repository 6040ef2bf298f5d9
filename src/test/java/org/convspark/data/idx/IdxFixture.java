package org.convspark.data.idx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Writes small IDX datasets: 30 training and 12 test images of 3x2 pixels, 3 classes. */
public final class IdxFixture {
  public static final int TRAIN = 30;
  public static final int TEST = 12;
  public static final int CLASSES = 3;

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

  /**
   * Returns a file of any type.
   *
   * @param type its byte in the magic number
   * @param value of each element
   */
  public static byte[] typed(int type, IntToDoubleFunction value, int... dims) {
    int width = Map.of(0x08, 1, 0x09, 1, 0x0b, 2, 0x0c, 4, 0x0d, 4, 0x0e, 8).get(type);
    int size = IntStream.of(dims).reduce(1, (a, b) -> a * b);
    ByteBuffer out = ByteBuffer.allocate(4 + 4 * dims.length + size * width);
    out.putInt(type << 8 | dims.length);
    IntStream.of(dims).forEach(out::putInt);
    for (int i = 0; i < size; i++) {
      double element = value.applyAsDouble(i);
      switch (type) {
        case 0x0b -> out.putShort((short) element);
        case 0x0c -> out.putInt((int) element);
        case 0x0d -> out.putFloat((float) element);
        case 0x0e -> out.putDouble(element);
        default -> out.put((byte) element);
      }
    }
    return out.array();
  }

  public static byte[] labels(int count) {
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

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
