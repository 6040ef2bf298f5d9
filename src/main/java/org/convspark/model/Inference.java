package org.convspark.model;

/** A network at test time, for one thread at a time. */
public interface Inference extends AutoCloseable {
  /**
   * Computes the network's output for some images.
   *
   * @param pixels {@code [n, channels, height, width]} values, each from 0 to 1
   * @param n number of images, at least 1
   * @return probabilities {@code [n, classes]}, row-major
   */
  float[] probabilities(float[] pixels, int n);

  /** Frees the memory that the garbage collector doesn't see. */
  @Override
  void close();
}
