package org.convspark.engine;

/**
 * Decides how many images go through a network together: as many as keep its largest layer's values
 * within the cache, in slices of one size.
 */
final class Slices {
  /** Of the largest layer's values in a slice. */
  private static final long BYTES = 3 << 20;

  private Slices() {}

  /**
   * Returns the number of images in a slice, 1 to {@code minibatch}.
   *
   * @param minibatch number of images in a minibatch
   * @param most the largest number of images that a slice may have
   */
  static int of(Plan plan, int minibatch, int most) {
    if (plan.mixesImages()) {
      return minibatch;
    }
    long largest =
        plan.operations().stream().mapToLong(op -> op.output().shape().size()).max().orElse(1);
    int fit =
        (int) Math.max(1, Math.min(Math.min(minibatch, most), BYTES / (largest * Float.BYTES)));
    int slices = (minibatch + fit - 1) / fit;
    return (minibatch + slices - 1) / slices;
  }
}
