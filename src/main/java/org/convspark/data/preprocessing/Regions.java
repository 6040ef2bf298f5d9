package org.convspark.data.preprocessing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The connected regions of an image: pixels that touch, by a side or a corner. */
final class Regions {
  private final int height;
  private final int width;

  /** The region of each pixel, counted from 1; 0 for none. */
  private final int[] labels;

  private final List<Region> all = new ArrayList<>();

  /**
   * One region.
   *
   * @param label what its pixels have
   * @param area its number of pixels
   * @param box the smallest rectangle around it
   */
  record Region(int label, int area, Box box) {}

  /** Rows and columns, the last ones included. */
  record Box(int top, int left, int bottom, int right) {
    int height() {
      return bottom - top + 1;
    }

    int width() {
      return right - left + 1;
    }

    long area() {
      return (long) height() * width();
    }
  }

  /**
   * Finds the regions.
   *
   * @param belongs whether a pixel, by its place in row-major order, belongs to any
   */
  Regions(int height, int width, IntPredicate belongs) {
    this.height = height;
    this.width = width;
    this.labels = new int[height * width];
    int[] stack = new int[labels.length];
    for (int at = 0; at < labels.length; at++) {
      if (labels[at] == 0 && belongs.test(at)) {
        all.add(grown(at, belongs, stack));
      }
    }
  }

  private Region grown(int seed, IntPredicate belongs, int[] stack) {
    int label = all.size() + 1;
    int area = 0;
    int top = height;
    int left = width;
    int bottom = -1;
    int right = -1;
    int waiting = 0;
    labels[seed] = label;
    stack[waiting++] = seed;
    while (waiting > 0) {
      int at = stack[--waiting];
      int y = at / width;
      int x = at % width;
      area++;
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      left = Math.min(left, x);
      right = Math.max(right, x);
      for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          int next = row * width + column;
          if (labels[next] == 0 && belongs.test(next)) {
            labels[next] = label;
            stack[waiting++] = next;
          }
        }
      }
    }
    return new Region(label, area, new Box(top, left, bottom, right));
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  List<Region> all() {
    return all;
  }

  Optional<Region> largest() {
    return all.stream().max(Comparator.comparingInt(Region::area));
  }

  /** Returns the label of a pixel's region, or 0. */
  int at(int y, int x) {
    return labels[y * width + x];
  }
}
