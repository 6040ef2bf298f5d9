package org.convspark.bench.training;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The first images of an IDX directory as bytes, in another order each turn. */
final class TrainingImages {
  private static final int IMAGES_HEADER = 16;
  private static final int LABELS_HEADER = 8;

  private final byte[] images;
  private final byte[] labels;
  private final int size;
  private final Random random = new Random(1);
  private List<Integer> order;

  private TrainingImages(byte[] images, byte[] labels) {
    this.images = images;
    this.labels = labels;
    this.size = images.length / labels.length;
    this.order = IntStream.range(0, labels.length).boxed().collect(Collectors.toList());
  }

  /** Reads the files that {@link IdxCopy} wrote. */
  static TrainingImages read(Path directory, int count) throws IOException {
    int size = IdxCopy.SIDE * IdxCopy.SIDE;
    return new TrainingImages(
        bytes(directory.resolve(IdxCopy.TRAIN_IMAGES), IMAGES_HEADER, count * size),
        bytes(directory.resolve(IdxCopy.TRAIN_LABELS), LABELS_HEADER, count));
  }

  private static byte[] bytes(Path file, int from, int length) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.skipNBytes(from);
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      return bytes;
    }
  }

  int count() {
    return labels.length;
  }

  /** Pixels of one image. */
  int size() {
    return size;
  }

  void shuffle() {
    Collections.shuffle(order, random);
  }

  /**
   * Fills a minibatch: pixels / 255, and labels.
   *
   * @param from its first image, in this turn's order
   * @param pixels {@code [n, 784]}
   * @param classes {@code [n]}
   */
  void fill(int from, float[] pixels, float[] classes) {
    for (int i = 0; i < classes.length; i++) {
      int image = order.get(from + i);
      for (int pixel = 0; pixel < size; pixel++) {
        pixels[i * size + pixel] = (images[image * size + pixel] & 0xff) / 255f;
      }
      classes[i] = labels[image];
    }
  }
}
