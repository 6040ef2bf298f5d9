package org.convspark.data.preprocessing;

import java.util.Optional;
import org.convspark.data.preprocessing.Regions.Box;
import org.convspark.data.preprocessing.Regions.Region;

/**
 * Lines around a digit, as in a form: a rectangle of ink, at most slightly turned, with other ink
 * in it; or a strip along an edge of the picture. A zero is told from a rectangle by its corners,
 * and by being alone.
 */
final class LineFrame {
  /** Of the picture's height and width. */
  private static final double LEAST_SPAN = 0.5;

  /** How far the lines are from the sides of their box, of its height and width. */
  private static final double BAND = 0.15;

  /** Of the lines' pixels. */
  private static final double IN_BAND = 0.98;

  /** Along how much of a side there is a line, where the corners are there too. */
  private static final double COVERED = 0.8;

  /** And where they aren't looked for. A round zero has 0.6, a squarish one 0.93. */
  private static final double COVERED_WHOLLY = 0.97;

  /** How far the corners are from the box's. A round zero has 0.15. */
  private static final double CORNER = 0.09;

  /** The digit is at least so large, of the frame. */
  private static final double LEAST_DIGIT = 0.15;

  /** What is this near to a line, of the longer side, is its blur. */
  private static final double BLUR = 0.01;

  private final Regions regions;
  private final Region lines;

  private LineFrame(Regions regions, Region lines) {
    this.regions = regions;
    this.lines = lines;
  }

  /** Returns the ink without the frames around it, or nothing where there are none. */
  static Optional<GreyImage> removed(GreyImage ink, Regions regions) {
    GreyImage rest = ink;
    for (Region each : regions.all()) {
      LineFrame frame = new LineFrame(regions, each);
      if ((frame.isRectangle() || frame.isStrip()) && frame.hasDigit()) {
        rest = frame.erased(rest);
      }
    }
    return rest == ink ? Optional.empty() : Optional.of(rest);
  }

  private boolean isRectangle() {
    Box box = lines.box();
    if (box.height() < LEAST_SPAN * regions.height()
        || box.width() < LEAST_SPAN * regions.width()) {
      return false;
    }
    Sides sides = new Sides(regions, lines, box, BAND);
    return sides.inBand(true, true, true, true) >= IN_BAND
        && (sides.least() >= COVERED_WHOLLY || sides.least() >= COVERED && corners(box) >= 3);
  }

  /** A line along whole edges of the picture, the outermost pixels included. */
  private boolean isStrip() {
    Box box = lines.box();
    boolean tall = box.top() == 0 && box.bottom() == regions.height() - 1;
    boolean wide = box.left() == 0 && box.right() == regions.width() - 1;
    if (!tall && !wide) {
      return false;
    }
    Box picture = new Box(0, 0, regions.height() - 1, regions.width() - 1);
    Sides edges = new Sides(regions, lines, picture, 0);
    boolean[] covered = new boolean[4];
    boolean any = false;
    for (int side = 0; side < 4; side++) {
      covered[side] = edges.covered(side) >= COVERED_WHOLLY;
      any |= covered[side];
    }
    return any
        && new Sides(regions, lines, picture, BAND)
                .inBand(covered[0], covered[1], covered[2], covered[3])
            >= IN_BAND;
  }

  private boolean hasDigit() {
    Box box = lines.box();
    double least = LEAST_DIGIT * Math.max(box.height(), box.width());
    return regions.all().stream()
        .filter(each -> each != lines)
        .map(Region::box)
        .anyMatch(each -> Math.max(each.height(), each.width()) >= least);
  }

  private int corners(Box box) {
    int rows = (int) Math.ceil(CORNER * box.height());
    int columns = (int) Math.ceil(CORNER * box.width());
    int count = 0;
    for (int top : new int[] {box.top(), box.bottom() - rows + 1}) {
      for (int left : new int[] {box.left(), box.right() - columns + 1}) {
        count += any(top, left, rows, columns) ? 1 : 0;
      }
    }
    return count;
  }

  private boolean any(int top, int left, int rows, int columns) {
    for (int y = top; y < top + rows; y++) {
      for (int x = left; x < left + columns; x++) {
        if (isLine(y, x)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isLine(int y, int x) {
    return regions.at(y, x) == lines.label();
  }

  private GreyImage erased(GreyImage ink) {
    float[] rest = ink.values().clone();
    int blur = Math.max(1, (int) Math.round(BLUR * Math.max(ink.height(), ink.width())));
    Box box = lines.box();
    for (int y = box.top(); y <= box.bottom(); y++) {
      for (int x = box.left(); x <= box.right(); x++) {
        if (isLine(y, x)) {
          erase(rest, y, x, blur);
        }
      }
    }
    return new GreyImage(ink.height(), ink.width(), rest);
  }

  private void erase(float[] ink, int y, int x, int blur) {
    for (int row = Math.max(0, y - blur); row <= Math.min(regions.height() - 1, y + blur); row++) {
      for (int column = Math.max(0, x - blur);
          column <= Math.min(regions.width() - 1, x + blur);
          column++) {
        if (regions.at(row, column) == 0 || isLine(row, column)) {
          ink[row * regions.width() + column] = 0;
        }
      }
    }
  }
}
