package org.convspark.training;

import java.util.SplittableRandom;

/** The order in which a worker trains the examples of its shard. */
final class MinibatchOrder {
  private MinibatchOrder() {}

  /**
   * A shuffle that depends on nothing but its arguments, so that a task which is run again, or
   * elsewhere, trains the same minibatches.
   *
   * @param size examples in the shard
   * @return a permutation of 0 to size - 1 (Fisher-Yates)
   */
  static int[] shuffled(int size, long seed, int epoch, int worker) {
    SplittableRandom random = new SplittableRandom(mix(mix(seed, epoch), worker));
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** A seed from two numbers, both of whose bits spread over all of it (SplitMix64's finalizer). */
  static long mix(long a, long b) {
    long z = a * 0x9E3779B97F4A7C15L + b + 0x632BE59BD9B4E019L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
