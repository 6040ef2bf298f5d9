package org.convspark.data.preprocessing;

import org.convspark.data.preprocessing.Regions.Box;
import org.convspark.data.preprocessing.Regions.Region;

/**
 * How the lines of a region lie along the sides of a rectangle, each a band of a part of its height
 * or width: above, below, left and right.
 */
final class Sides {
  private final Regions regions;
  private final Region lines;
  private final Box box;
  private final int rows;
  private final int columns;

  Sides(Regions regions, Region lines, Box box, double band) {
    this.regions = regions;
    this.lines = lines;
    this.box = box;
    this.rows = (int) Math.ceil(band * box.height());
    this.columns = (int) Math.ceil(band * box.width());
  }

  double least() {
    double least = 1;
    for (int side = 0; side < 4; side++) {
      least = Math.min(least, covered(side));
    }
    return least;
  }

  /** Returns along how much of a side there is a line in its band. */
  double covered(int side) {
    boolean level = side < 2;
    int length = level ? box.width() : box.height();
    int depth = Math.max(1, level ? rows : columns);
    int count = 0;
    for (int along = 0; along < length; along++) {
      boolean found = false;
      for (int inwards = 0; inwards < depth && !found; inwards++) {
        found =
            switch (side) {
              case 0 -> isLine(box.top() + inwards, box.left() + along);
              case 1 -> isLine(box.bottom() - inwards, box.left() + along);
              case 2 -> isLine(box.top() + along, box.left() + inwards);
              default -> isLine(box.top() + along, box.right() - inwards);
            };
      }
      count += found ? 1 : 0;
    }
    return (double) count / length;
  }

  private boolean isLine(int y, int x) {
    return regions.at(y, x) == lines.label();
  }

  /** Returns what part of the lines lies in the bands of the given sides. */
  double inBand(boolean above, boolean below, boolean left, boolean right) {
    Box all = lines.box();
    int count = 0;
    for (int y = all.top(); y <= all.bottom(); y++) {
      for (int x = all.left(); x <= all.right(); x++) {
        boolean inside =
            above && y < box.top() + rows
                || below && y > box.bottom() - rows
                || left && x < box.left() + columns
                || right && x > box.right() - columns;
        count += inside && isLine(y, x) ? 1 : 0;
      }
    }
    return (double) count / lines.area();
  }
}
