package org.convspark.engine.memory;

/**
 * The random generator SplitMix64 (Steele, Lea and Flood 2014), which gives the same numbers from
 * the same seed on every machine.
 */
public final class RandomBits {
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private long state;

  public void seed(long seed) {
    state = seed;
  }

  /**
   * Fills an array with {@code value} or 0, drawn by chance for each element.
   *
   * @param bound how many of 2^31 equally likely draws give {@code value}; the others give 0
   */
  public void fill(float[] to, int bound, float value) {
    for (int i = 0; i < to.length; i += 2) {
      long bits = next();
      to[i] = (int) (bits >>> 33) < bound ? value : 0;
      if (i + 1 < to.length) {
        to[i + 1] = ((int) bits & Integer.MAX_VALUE) < bound ? value : 0;
      }
    }
  }

  private long next() {
    state += STEP;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
