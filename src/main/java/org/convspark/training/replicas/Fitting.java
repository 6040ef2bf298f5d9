package org.convspark.training.replicas;

/** Trains a network by one minibatch after another, and tells how well it did on the last one. */
interface Fitting extends AutoCloseable {
  /** What dropout draws from here on follows from {@code seed}. */
  void seed(long seed);

  /** One step of the optimizer. */
  void fit(Minibatch minibatch);

  /** The sum of the last minibatch's losses, before its step. */
  double lossSum();

  /** How many of the last minibatch's examples were classified rightly, before its step. */
  long correct();

  /** Frees what the collector doesn't see. */
  @Override
  void close();
}
