package org.convspark.training.replicas;

import org.convspark.data.SeededOrder;

/**
 * The order in which a worker trains the examples of its shard in an epoch: a permutation that
 * depends on nothing but its arguments, so that a task which is run again, or elsewhere, trains the
 * same minibatches.
 *
 * <p>Each place is computed by itself (a Feistel network over the next power of four, walked until
 * it falls inside the shard; Black and Rogaway 2002), so a round costs what its minibatches cost
 * and not a shuffle of the whole shard.
 */
public final class MinibatchOrder {
  private static final int FEISTEL_ROUNDS = 6;

  private final int size;
  private final int halfBits;
  private final long seed;

  /**
   * @param size number of examples in the shard
   * @param seed seed of the training
   * @param epoch number of the epoch, from 0
   * @param worker number of the worker, from 0
   */
  public MinibatchOrder(int size, long seed, int epoch, int worker) {
    this.size = size;
    this.halfBits = Math.max(1, (33 - Integer.numberOfLeadingZeros(Math.max(0, size - 1))) / 2);
    this.seed = SeededOrder.derive(SeededOrder.derive(seed, epoch), worker);
  }

  /**
   * Returns the index in the shard of the example at a place, 0 to size - 1; each example has one
   * place only.
   *
   * @param place the place in the order, 0 to size - 1
   */
  public int at(int place) {
    int example = place;
    do {
      example = permuted(example);
    } while (example >= size);
    return example;
  }

  private int permuted(int value) {
    int mask = (1 << halfBits) - 1;
    int left = value >>> halfBits;
    int right = value & mask;
    for (int round = 0; round < FEISTEL_ROUNDS; round++) {
      int mixed = (int) SeededOrder.key(seed + round, right) & mask;
      int next = left ^ mixed;
      left = right;
      right = next;
    }
    return (left << halfBits) | right;
  }
}
