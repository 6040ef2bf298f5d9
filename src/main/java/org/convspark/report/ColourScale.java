package org.convspark.report;

/**
 * Maps values to colours. Both scales keep their order for colour-blind readers; values that are
 * not finite are grey, outside either.
 *
 * @param low the value at the lower end
 * @param high the value at the upper end
 * @param signed whether zero is the middle, as for weights
 */
record ColourScale(double low, double high, boolean signed) {
  /** Viridis, in nine steps: dark is low. */
  private static final int[] VIRIDIS = {
    0x440154, 0x472c7a, 0x3b518b, 0x2c718e, 0x21908d, 0x27ad81, 0x5cc863, 0xaadc32, 0xfde725
  };

  /** ColorBrewer's RdBu: blue is negative, white zero, red positive. */
  private static final int[] RED_BLUE = {
    0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xf7f7f7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f
  };

  /** The colour of NaN and the infinities. */
  public static final int NOT_FINITE = 0x808080;

  /** Returns a scale from the lowest value, or zero if that is lower, to the highest. */
  public static ColourScale sequential(float[][][] maps) {
    return new ColourScale(Math.min(0, -extreme(maps, -1)), Math.max(0, extreme(maps, 1)), false);
  }

  /** Returns a scale from minus the greatest magnitude to plus. */
  public static ColourScale diverging(float[][][] maps) {
    double magnitude = Math.max(0, Math.max(extreme(maps, 1), extreme(maps, -1)));
    return new ColourScale(-magnitude, magnitude, true);
  }

  /** The greatest finite value times {@code sign}; minus infinity where there is none. */
  private static double extreme(float[][][] maps, int sign) {
    double extreme = Double.NEGATIVE_INFINITY;
    for (float[][] map : maps) {
      for (float[] row : map) {
        for (float value : row) {
          extreme = Float.isFinite(value) ? Math.max(extreme, (double) sign * value) : extreme;
        }
      }
    }
    return extreme;
  }

  /** Returns the colour of a value, as 0xRRGGBB. */
  public int colour(double value) {
    if (!Double.isFinite(value)) {
      return NOT_FINITE;
    }
    double share = signed ? 0.5 : 0;
    if (high > low) {
      share = (value - low) / (high - low);
    }
    return at(share);
  }

  /**
   * Returns the colour at a place of the scale, as 0xRRGGBB.
   *
   * @param share 0 for the lower end, 1 for the upper
   */
  public int at(double share) {
    int[] anchors = signed ? RED_BLUE : VIRIDIS;
    double place = Math.min(1, Math.max(0, share)) * (anchors.length - 1);
    int below = Math.min((int) place, anchors.length - 2);
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = anchors[below] >> shift & 255;
      int to = anchors[below + 1] >> shift & 255;
      colour |= (int) Math.round(from + (place - below) * (to - from)) << shift;
    }
    return colour;
  }
}
