package org.convspark.data;

/**
 * An order of examples that depends on the seed and their ids alone, and not on partitions, tasks
 * or retries.
 */
public final class SeededOrder {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private SeededOrder() {}

  /**
   * Returns the sort key of an example. For one seed no two ids have the same key: each step can be
   * undone.
   */
  public static long key(long seed, long id) {
    return mix64(mix64(seed) + id * GOLDEN);
  }

  /**
   * Returns a seed for another use, unrelated to the first.
   *
   * @param use a number that stands for the use
   */
  public static long derive(long seed, long use) {
    return mix64(mix64(seed + GOLDEN) ^ use);
  }

  /**
   * SplitMix64's finalizer (Steele, Lea and Flood 2014): every input bit changes every output bit.
   */
  private static long mix64(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
