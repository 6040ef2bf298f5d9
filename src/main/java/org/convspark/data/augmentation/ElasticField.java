package org.convspark.data.augmentation;

import org.convspark.data.SplitMix64;

/**
 * The random displacements of elastic distortion: P. Simard, D. Steinkraus, J. Platt, <a
 * href="https://doi.org/10.1109/ICDAR.2003.1227801">Best Practices for Convolutional Neural
 * Networks Applied to Visual Document Analysis</a>, 2003, section 2.
 *
 * <p>The paper draws a displacement from -1 to 1 for every pixel, smooths them by a Gaussian of
 * deviation sigma and multiplies by alpha. Here they are drawn for the nodes of a grid and joined
 * by uniform cubic B-splines. That bump has the deviation {@code spacing / sqrt(3)} and nearly a
 * Gaussian's form, so a spacing of {@code sigma * sqrt(3)} gives the paper's field from 4 x 4
 * products a pixel and a hundred random numbers. The grid's place is drawn too: no pixel is
 * special.
 *
 * <p>Not thread-safe: it holds the field that was drawn last.
 */
final class ElasticField {
  /** Control points that reach a pixel, along an axis. */
  private static final int TAPS = 4;

  /** The integral of the squared bump, along an axis: what is left of the nodes' variance. */
  private static final double BUMP_SQUARED = 151.0 / 315;

  private final double spacing;
  private final double strength;
  private final Axis down;
  private final Axis across;
  private final float[] gridX;
  private final float[] gridY;
  private final float[] lineX;
  private final float[] lineY;

  /**
   * Makes a field for images of one size; {@link #draw} gives it displacements.
   *
   * @param alpha the strength, in pixels, over 0
   * @param sigma the smoothness, in pixels, at least 1
   */
  ElasticField(int height, int width, double alpha, double sigma) {
    this.spacing = sigma * Math.sqrt(3);
    // The paper's smoothing leaves 1 / (4 pi sigma^2) of a pixel's variance; the grid leaves
    // BUMP_SQUARED^2 of a node's.
    this.strength = alpha / (2 * Math.sqrt(Math.PI) * sigma * BUMP_SQUARED);
    this.down = new Axis(height);
    this.across = new Axis(width);
    this.gridX = new float[down.nodes * across.nodes];
    this.gridY = new float[gridX.length];
    this.lineX = new float[across.nodes];
    this.lineY = new float[across.nodes];
  }

  /** Draws new displacements in place of the last ones. */
  void draw(SplitMix64 random) {
    down.place(random.uniform(0, 1));
    across.place(random.uniform(0, 1));
    for (int i = 0; i < gridX.length; i++) {
      gridX[i] = (float) random.uniform(-strength, strength);
      gridY[i] = (float) random.uniform(-strength, strength);
    }
  }

  /** Adds the displacements of the pixels of one row to {@code x} and {@code y}. */
  void addTo(int row, float[] x, float[] y) {
    int w = row * TAPS;
    int top = down.first[row] * across.nodes;
    for (int i = 0; i < across.nodes; i++) {
      lineX[i] = sum(down.weights, w, gridX, top + i, across.nodes);
      lineY[i] = sum(down.weights, w, gridY, top + i, across.nodes);
    }
    for (int i = 0; i < across.pixels; i++) {
      x[i] += sum(across.weights, i * TAPS, lineX, across.first[i], 1);
      y[i] += sum(across.weights, i * TAPS, lineY, across.first[i], 1);
    }
  }

  private static float sum(float[] weights, int w, float[] nodes, int n, int step) {
    return weights[w] * nodes[n]
        + weights[w + 1] * nodes[n + step]
        + weights[w + 2] * nodes[n + 2 * step]
        + weights[w + 3] * nodes[n + 3 * step];
  }

  /** Along one axis: the first node that reaches each pixel, and the weights of it and the next. */
  private final class Axis {
    private final int pixels;
    private final int nodes;
    private final int[] first;
    private final float[] weights;

    Axis(int pixels) {
      this.pixels = pixels;
      this.nodes = (int) ((pixels - 1) / spacing + 1) + TAPS;
      this.first = new int[pixels];
      this.weights = new float[pixels * TAPS];
    }

    /**
     * @param phase where the first pixel lies between two nodes, from 0 to under 1
     */
    void place(double phase) {
      for (int i = 0; i < pixels; i++) {
        double at = phase + i / spacing;
        first[i] = (int) at;
        double t = at - first[i];
        double s = 1 - t;
        weights[i * TAPS] = (float) (s * s * s / 6);
        weights[i * TAPS + 1] = (float) ((4 - 3 * t * t * (1 + s)) / 6);
        weights[i * TAPS + 2] = (float) ((4 - 3 * s * s * (1 + t)) / 6);
        weights[i * TAPS + 3] = (float) (t * t * t / 6);
      }
    }
  }
}
