package org.convspark.config.training;

/**
 * Derives from the number of workers what the user leaves open: going from 2 to 8 workers and
 * changing nothing else must not lose accuracy.
 *
 * <p>Averaging n workers makes one step of n minibatches, so more workers with unchanged
 * minibatches take fewer and longer steps and learn less in the same epochs. The rule keeps the
 * number of steps up by smaller minibatches and averages more often. Measured on MNIST; the table
 * is in src/docs/training.md.
 */
public final class WorkerScaling {
  private static final int LECTURE_BATCH = 128;
  private static final int SMALLEST_BATCH = 32;
  private static final int ROUND_OF_TWO = 120;
  private static final int MINIBATCHES_OF_ALL = 100;
  private static final int SHORTEST_ROUND = 5;

  private WorkerScaling() {}

  /**
   * Returns the examples in a minibatch: 128 for one and two workers, then as much less as there
   * are more workers, 32 at the least.
   */
  public static int batchSize(int workers) {
    return Math.max(SMALLEST_BATCH, Math.min(LECTURE_BATCH, 2 * LECTURE_BATCH / workers));
  }

  /**
   * Returns the minibatches between two averagings: 120 for one and two workers, which stay close
   * to each other for long, then 100 over the workers, 5 at the least. Every round costs some 40 ms
   * and the wait for the slowest worker, which evens out within a long one.
   */
  public static int averagingFrequency(int workers) {
    return workers <= 2 ? ROUND_OF_TWO : Math.max(SHORTEST_ROUND, MINIBATCHES_OF_ALL / workers);
  }
}
