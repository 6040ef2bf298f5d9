package org.convspark.training;

import java.io.Serializable;

/**
 * Which minibatches of its shard a worker trains in a round.
 *
 * @param seed of the run
 * @param epoch from 0
 * @param round within the epoch, from 0
 * @param averagingFrequency minibatches a worker trains in a round
 */
record RoundPlan(long seed, int epoch, int round, int averagingFrequency) implements Serializable {

  /** The first minibatch of the round, counted from the start of the epoch. */
  int firstMinibatch() {
    return round * averagingFrequency;
  }
}
