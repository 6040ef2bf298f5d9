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
  private final List<Integer> order;

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

  /** A training step: forward, backward, update. */
  interface Step {
    /**
     * @param pixels {@code [n, 784]}, pixels / 255; filled anew for the next step
     * @param classes {@code [n]}
     * @return the loss
     */
    float train(float[] pixels, float[] classes);
  }

  /** Trains on every whole minibatch, in an order of this turn's own. */
  Turn train(Step step) {
    float[] pixels = new float[Assignment.MINIBATCH * size];
    float[] classes = new float[Assignment.MINIBATCH];
    int minibatches = labels.length / Assignment.MINIBATCH;
    double loss = 0;
    long began = System.nanoTime();
    Collections.shuffle(order, random);
    for (int i = 0; i < minibatches; i++) {
      fill(i * Assignment.MINIBATCH, pixels, classes);
      loss += step.train(pixels, classes) / minibatches;
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Turn((long) minibatches * Assignment.MINIBATCH, seconds, loss);
  }

  private void fill(int from, float[] pixels, float[] classes) {
    for (int i = 0; i < classes.length; i++) {
      int image = order.get(from + i);
      for (int pixel = 0; pixel < size; pixel++) {
        pixels[i * size + pixel] = (images[image * size + pixel] & 0xff) / 255f;
      }
      classes[i] = labels[image];
    }
  }
}
