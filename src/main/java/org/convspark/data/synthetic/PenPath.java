package org.convspark.data.synthetic;

import java.util.Arrays;

/**
 * Where the pen went: points joined by straight lines, with the pen's radius at each. Coordinates
 * are the caller's; {@link StrokeRasterizer} takes them as pixels.
 */
final class PenPath {
  private double[] xs = new double[96];
  private double[] ys = new double[96];
  private double[] radii = new double[96];
  private boolean[] lifted = new boolean[96];
  private int size;

  /**
   * Adds a point at the end of the path.
   *
   * @param radius of the pen at this point
   * @param lift whether the pen came here through the air, so that no line leads to this point
   */
  void add(double x, double y, double radius, boolean lift) {
    if (size == xs.length) {
      xs = Arrays.copyOf(xs, 2 * size);
      ys = Arrays.copyOf(ys, 2 * size);
      radii = Arrays.copyOf(radii, 2 * size);
      lifted = Arrays.copyOf(lifted, 2 * size);
    }
    xs[size] = x;
    ys[size] = y;
    radii[size] = radius;
    lifted[size] = lift;
    size++;
  }

  void move(int point, double x, double y) {
    xs[point] = x;
    ys[point] = y;
  }

  int size() {
    return size;
  }

  double x(int point) {
    return xs[point];
  }

  double y(int point) {
    return ys[point];
  }

  double radius(int point) {
    return radii[point];
  }

  /** Returns whether a line leads from the previous point to this one. */
  boolean drawnTo(int point) {
    return !lifted[point];
  }
}
