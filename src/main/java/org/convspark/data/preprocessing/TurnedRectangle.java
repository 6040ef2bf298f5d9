package org.convspark.data.preprocessing;

/** A rectangle that is slightly turned, in the middle of the upright box around it. */
final class TurnedRectangle {
  /** Degrees. A round zero would have to be turned by 8. */
  private static final double MOST_TURNED = 6;

  private static final double STEP = 0.1;

  /** Whether a smaller one is turned can't be told. */
  private static final int LEAST_SIDE = 40;

  private final int height;
  private final int width;
  private final double turned;
  private final double sin;
  private final double cos;
  private final double side;
  private final double otherSide;

  private TurnedRectangle(int height, int width, double turned) {
    this.height = height;
    this.width = width;
    this.turned = turned;
    this.sin = Math.sin(turned);
    this.cos = Math.cos(turned);
    this.side = side(height, width);
    this.otherSide = side(width, height);
  }

  private double side(int along, int across) {
    return (along * cos - across * Math.abs(sin)) / (cos * cos - sin * sin);
  }

  /** Returns the rectangle in a box that comes nearest to an area; which way it turns is open. */
  static TurnedRectangle of(int height, int width, int area) {
    TurnedRectangle nearest = new TurnedRectangle(height, width, 0);
    boolean large = Math.min(height, width) >= LEAST_SIDE;
    for (double degrees = STEP; large && degrees <= MOST_TURNED; degrees += STEP) {
      TurnedRectangle next = new TurnedRectangle(height, width, Math.toRadians(degrees));
      if (Math.abs(next.area() - area) < Math.abs(nearest.area() - area)) {
        nearest = next;
      }
    }
    return nearest;
  }

  TurnedRectangle otherWay() {
    return new TurnedRectangle(height, width, -turned);
  }

  boolean isUpright() {
    return turned == 0;
  }

  private double area() {
    return side * otherSide;
  }

  /** Returns whether a pixel of the box lies within. */
  boolean contains(int row, int column) {
    double y = row + 0.5 - height / 2.0;
    double x = column + 0.5 - width / 2.0;
    return 2 * Math.abs(y * cos - x * sin) <= side && 2 * Math.abs(x * cos + y * sin) <= otherSide;
  }
}
