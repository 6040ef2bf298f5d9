package org.convspark.data.preprocessing;

import java.util.List;
import java.util.Optional;
import org.convspark.data.preprocessing.Regions.Box;
import org.convspark.data.preprocessing.Regions.Region;

/**
 * A sheet of paper on a ground of another colour: a scanner's lid, a desk, a border that was drawn.
 * By the picture's edges the ground is the paper, and the sheet a very large piece of ink. It is
 * told from a digit by its shape: a rectangle, at most slightly turned, that fills most of the
 * picture, with a digit cut out of its middle or with nothing.
 */
final class SolidBorder {
  /** Of the picture's height and width. */
  private static final double LEAST_SPAN = 0.6;

  /** Of it with its holes, which are the digit. */
  private static final double LEAST_PAPER = 0.7;

  /** How much of it may lie beside the rectangle: of its area, and of a turned one's outline. */
  private static final double BESIDE = 0.01;

  private static final double OUTLINE = 0.25;

  /** Smaller holes are specks. */
  private static final double LEAST_HOLE = 0.12;

  /** A block letter's holes are rectangles. So is a digit one, in borders up to this wide. */
  private static final double THIN = 0.08;

  private static final double RECTANGLE = 0.95;

  /** Paper that no digit is cut out of isn't longer than this, in its width; a one is. */
  private static final double LONGEST = 2;

  /** What may be missing at a row's ends, of it. */
  private static final double RAGGED = 0.01;

  private final Regions regions;
  private final Region sheet;
  private final Box box;

  /** The sheet and its holes, within its box. */
  private final boolean[] filled;

  private SolidBorder(Regions regions, Region sheet) {
    this.regions = regions;
    this.sheet = sheet;
    this.box = sheet.box();
    this.filled = filled();
  }

  /**
   * Returns the rectangle of the sheet, or nothing where there is no border.
   *
   * @param ink regions of what isn't like the picture's edges
   */
  static Optional<Box> sheet(Regions ink) {
    return ink.largest()
        .filter(
            region ->
                region.box().height() >= LEAST_SPAN * ink.height()
                    && region.box().width() >= LEAST_SPAN * ink.width())
        .map(region -> new SolidBorder(ink, region))
        .filter(SolidBorder::isSheet)
        .flatMap(SolidBorder::inner);
  }

  private boolean isSheet() {
    int area = 0;
    for (boolean each : filled) {
      area += each ? 1 : 0;
    }
    return sheet.area() >= LEAST_PAPER * area && isRectangle(area) && isCutOut();
  }

  /** What has the sheet on both its sides is cut out of it: a hole, or a notch from its edge. */
  private boolean[] filled() {
    int rows = box.height();
    int columns = box.width();
    boolean[] result = new boolean[rows * columns];
    for (int row = 0; row < rows; row++) {
      fill(result, row, 0, 0, 1, columns);
    }
    for (int column = 0; column < columns; column++) {
      fill(result, 0, column, 1, 0, rows);
    }
    return result;
  }

  private void fill(boolean[] result, int row, int column, int down, int across, int length) {
    int first = 0;
    while (first < length && !isSheet(row + first * down, column + first * across)) {
      first++;
    }
    int last = length - 1;
    while (last > first && !isSheet(row + last * down, column + last * across)) {
      last--;
    }
    for (int at = first; at <= last; at++) {
      result[(row + at * down) * box.width() + column + at * across] = true;
    }
  }

  private boolean isSheet(int row, int column) {
    return regions.at(box.top() + row, box.left() + column) == sheet.label();
  }

  private boolean filled(int row, int column) {
    return filled[row * box.width() + column];
  }

  private boolean isRectangle(int area) {
    TurnedRectangle rectangle = TurnedRectangle.of(box.height(), box.width(), area);
    int outline = rectangle.isUpright() ? 0 : 2 * (box.height() + box.width());
    double most = BESIDE * area + OUTLINE * outline;
    return beside(rectangle) <= most || beside(rectangle.otherWay()) <= most;
  }

  /** Returns how many pixels are either the sheet's or the rectangle's. */
  private int beside(TurnedRectangle rectangle) {
    int count = 0;
    for (int row = 0; row < box.height(); row++) {
      for (int column = 0; column < box.width(); column++) {
        count += rectangle.contains(row, column) == filled(row, column) ? 0 : 1;
      }
    }
    return count;
  }

  /**
   * Returns whether the holes may be a digit. Where there are none it may be nearer to the border's
   * colour than to the paper's, or the paper blank.
   */
  private boolean isCutOut() {
    int columns = box.width();
    int shorter = Math.min(box.height(), columns);
    List<Region> holes =
        new Regions(box.height(), columns, at -> filled[at] && !isSheet(at / columns, at % columns))
            .all().stream()
                .filter(
                    hole ->
                        Math.max(hole.box().height(), hole.box().width()) >= LEAST_HOLE * shorter)
                .toList();
    if (holes.isEmpty()) {
      return Math.max(box.height(), columns) <= LONGEST * shorter;
    }
    return isThin() || holes.stream().anyMatch(hole -> hole.area() < RECTANGLE * hole.box().area());
  }

  private boolean isThin() {
    return box.height() >= (1 - 2 * THIN) * regions.height()
        && box.width() >= (1 - 2 * THIN) * regions.width();
  }

  /** Shrinks the box until no row and no column of it begins or ends beside the sheet. */
  private Optional<Box> inner() {
    int top = 0;
    int left = 0;
    int bottom = box.height() - 1;
    int right = box.width() - 1;
    boolean ragged = true;
    while (ragged && top < bottom && left < right) {
      int[] missing = {
        missing(top, left, 0, 1, right - left + 1),
        missing(bottom, left, 0, 1, right - left + 1),
        missing(top, left, 1, 0, bottom - top + 1),
        missing(top, right, 1, 0, bottom - top + 1)
      };
      int worst = 0;
      for (int side = 1; side < missing.length; side++) {
        worst = missing[side] > missing[worst] ? side : worst;
      }
      ragged = missing[worst] > RAGGED * (worst < 2 ? right - left + 1 : bottom - top + 1);
      if (ragged) {
        top += worst == 0 ? 1 : 0;
        bottom -= worst == 1 ? 1 : 0;
        left += worst == 2 ? 1 : 0;
        right -= worst == 3 ? 1 : 0;
      }
    }
    // The sheet's edge is blurred.
    int margin = Math.max(1, Math.min(box.height(), box.width()) / 100);
    Box inner =
        new Box(
            box.top() + top + margin,
            box.left() + left + margin,
            box.top() + bottom - margin,
            box.left() + right - margin);
    return inner.height() >= box.height() / 2 && inner.width() >= box.width() / 2
        ? Optional.of(inner)
        : Optional.empty();
  }

  /** Returns how many pixels at both ends of a line aren't the sheet's. */
  private int missing(int row, int column, int down, int across, int length) {
    int first = 0;
    while (first < length && !filled(row + first * down, column + first * across)) {
      first++;
    }
    int last = length - 1;
    while (last > first && !filled(row + last * down, column + last * across)) {
      last--;
    }
    return first + length - 1 - Math.max(last, first - 1);
  }
}
