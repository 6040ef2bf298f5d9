package org.convspark.job.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convspark.config.UsageException;

/** An image or a kernel as it is given on the command line. */
final class Numbers {
  /** Rows and columns at most: what is wider can't be read on a terminal. */
  private static final int MOST = 32;

  /** With sums of products of these a float still tells whole numbers apart, or nearly. */
  private static final float GREATEST = 1000;

  private Numbers() {}

  /**
   * Reads rows of numbers.
   *
   * @param option how the user calls it, for errors
   * @param text rows with semicolons between, numbers in a row with blanks or commas, as in {@code
   *     "1 0 -1; 1 0 -1"}
   * @return {@code [row][column]}, at least one number
   * @throws UsageException if the rows differ in length, there are more than 32 rows or columns, or
   *     something else than a number of -1000 to 1000 is among them
   */
  static float[][] parse(String option, String text) {
    String[] lines = text.strip().replaceFirst(";$", "").split(";", -1);
    List<float[]> rows = new ArrayList<>();
    for (String line : lines) {
      float[] row = row(option, line.strip());
      int columns = rows.isEmpty() ? row.length : rows.get(0).length;
      if (row.length != columns) {
        throw new UsageException(
            option,
            "a row " + (rows.size() + 1) + " of " + row.length,
            "rows as long as the first, which has " + columns);
      }
      rows.add(row);
    }
    if (rows.size() > MOST || rows.get(0).length > MOST) {
      throw new UsageException(
          option,
          rows.size() + "x" + rows.get(0).length,
          "at most " + MOST + " rows and " + MOST + " columns");
    }
    return rows.toArray(float[][]::new);
  }

  private static float[] row(String option, String line) {
    if (line.isEmpty()) {
      throw new UsageException(
          option, "an empty row", "rows of numbers as in \"1 0 -1; 1 0 -1; 1 0 -1\"");
    }
    String[] words = line.split("[\\s,]+");
    float[] row = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      row[i] = number(option, words[i]);
    }
    return row;
  }

  private static float number(String option, String word) {
    try {
      float number = Float.parseFloat(word);
      if (Math.abs(number) <= GREATEST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as what is too large is.
    }
    throw new UsageException(option, "'" + word + "'", "numbers of -1000 to 1000");
  }

  /** Returns {@code [rows][columns]} numbers that count from 0, row by row. */
  static float[][] counting(int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (int i = 0; i < rows * columns; i++) {
      values[i / columns][i % columns] = i;
    }
    return values;
  }

  /** Returns a number everywhere. */
  static float[][] filled(int rows, int columns, float value) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      Arrays.fill(row, value);
    }
    return values;
  }

  /**
   * Returns zeros with a pattern among them.
   *
   * @param top row of the pattern's first
   * @param left column of the pattern's first
   */
  static float[][] placed(float[][] pattern, int rows, int columns, int top, int left) {
    float[][] values = new float[rows][columns];
    for (int row = 0; row < pattern.length; row++) {
      System.arraycopy(pattern[row], 0, values[top + row], left, pattern[row].length);
    }
    return values;
  }

  /** Returns its size, such as {@code 3x3}. */
  static String size(float[][] values) {
    return values.length + "x" + values[0].length;
  }
}
