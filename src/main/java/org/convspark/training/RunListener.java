package org.convspark.training;

import org.deeplearning4j.nn.graph.ComputationGraph;

/** What training tells while it runs; called on the driver, in order. */
public interface RunListener {
  /**
   * @param epoch from 1
   * @param minibatches that all workers together will train in it
   */
  default void epochStarted(int epoch, long minibatches) {}

  /** A round is done; {@code soFar} covers the epoch up to here. */
  default void roundCompleted(EpochResult soFar) {}

  /** An epoch is done; {@code network} holds the averaged parameters. */
  default void epochCompleted(EpochResult result, ComputationGraph network) {}
}
