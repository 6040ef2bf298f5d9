package org.convspark.data;

/**
 * The stream of random numbers that one drawn or distorted digit is made from: SplitMix64 (Steele,
 * Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
 *
 * <p>The JDK's SplittableRandom is the same generator, but its javadoc doesn't fix how a bounded
 * number is derived, and that has changed between releases; these pictures must not.
 */
public final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private long state;

  /** Makes the stream of one example; streams of different examples are unrelated. */
  public SplitMix64(long seed, Split split, long index) {
    // Hashed at every step: neighbouring indices (or seeds) must not give overlapping streams.
    long stream = mix64(seed + GOLDEN_GAMMA) ^ salt(split);
    state = mix64(mix64(stream) + GOLDEN_GAMMA * index);
  }

  /**
   * Makes the stream that starts from a given state.
   *
   * @param stream the state, hashed already, so that neighbouring values don't give overlapping
   *     streams
   */
  public SplitMix64(long stream) {
    state = stream;
  }

  private static long salt(Split split) {
    return switch (split) {
      case TRAIN -> 0x7261696E5F747261L;
      case VALIDATION -> 0x76616C69645F7661L;
      case TEST -> 0x746573745F746573L;
    };
  }

  private static long mix64(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long nextLong() {
    state += GOLDEN_GAMMA;
    return mix64(state);
  }

  /**
   * Returns a uniform number from 0 to bound - 1; for the small bounds used here the bias is below
   * 1e-17.
   */
  public int nextInt(int bound) {
    return (int) Long.remainderUnsigned(nextLong(), bound);
  }

  /** Returns a uniform number from {@code [low, high)}. */
  public double uniform(double low, double high) {
    return low + (high - low) * (nextLong() >>> 11) * UNIT;
  }

  /**
   * Returns a bell-shaped number around 0 with the given standard deviation, and never further out
   * than three of them: the sum of three uniform numbers. Bounded, so that no digit is bent beyond
   * recognition.
   */
  public double bell(double deviation) {
    return deviation * (uniform(-1, 1) + uniform(-1, 1) + uniform(-1, 1));
  }
}
