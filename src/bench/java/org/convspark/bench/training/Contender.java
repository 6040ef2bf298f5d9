package org.convspark.bench.training;

/** A program that trains a network; alone in its JVM. */
interface Contender {
  /**
   * Gets ready, says so, and trains a turn whenever it is told to, on the same network, until there
   * is none left.
   */
  void train(Assignment assignment, Turns turns) throws Exception;
}
