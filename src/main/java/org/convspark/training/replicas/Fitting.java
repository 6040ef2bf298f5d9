package org.convspark.training.replicas;

/**
 * Trains a network on one minibatch after another, and reports loss and accuracy of the last one.
 */
interface Fitting extends AutoCloseable {
  /** Seeds the random numbers that dropout draws from here on. */
  void seed(long seed);

  /** Trains one minibatch, which is one step of the optimizer. */
  void fit(Minibatch minibatch);

  /**
   * Returns the sum of the last minibatch's losses before its step, each times its example's
   * weight, in nats.
   */
  double lossSum();

  /** Returns how many of the last minibatch's examples were classified rightly before its step. */
  long correct();

  /** Frees the native memory. */
  @Override
  void close();
}
