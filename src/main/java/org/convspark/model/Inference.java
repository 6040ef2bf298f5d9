package org.convspark.model;

/** A network at test time, for one thread at a time. */
public interface Inference extends AutoCloseable {
  /**
   * @param pixels {@code [n, channels, height, width]} in 0 to 1
   * @return the network's output, {@code [n, classes]}
   */
  float[] probabilities(float[] pixels, int n);

  /** Frees what the collector doesn't see. */
  @Override
  void close();
}
