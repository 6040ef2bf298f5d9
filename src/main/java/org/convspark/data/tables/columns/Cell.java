package org.convspark.data.tables.columns;

import java.util.regex.Pattern;

/** Reads one value of a row, whatever its type. In CSV all values are text. */
public final class Cell {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

  /** Beyond it a double doesn't tell whole numbers apart. */
  private static final double MOST_WHOLE = 1L << 53;

  private Cell() {}

  /** Returns a value as a number; NaN where it is null or none. */
  public static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return value instanceof String text ? parsed(text.strip()) : Double.NaN;
  }

  private static double parsed(String text) {
    int whole = 0;
    // Nearly all: three digits at most.
    if (!text.isEmpty() && text.length() <= 3) {
      for (int i = 0; i < text.length() && whole >= 0; i++) {
        char c = text.charAt(i);
        whole = c >= '0' && c <= '9' ? 10 * whole + c - '0' : -1;
      }
      if (whole >= 0) {
        return whole;
      }
    }
    return isNumber(text) ? Double.parseDouble(text) : Double.NaN;
  }

  public static boolean isNumber(String text) {
    return text.length() <= 64 && NUMBER.matcher(text).matches();
  }

  /** Returns whether a number is written, or kept, as one that needn't be whole. */
  static boolean isFraction(Object value) {
    return value instanceof String text
        ? text.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')
        : value instanceof Float
            || value instanceof Double
            || value instanceof java.math.BigDecimal;
  }

  /**
   * Returns what a value calls a class: a name, or a whole number; null where it says nothing.
   *
   * @throws NumberFormatException for a number that isn't whole
   */
  public static String label(Object value) {
    if (value == null || value instanceof String text && text.isBlank()) {
      return null;
    }
    if (value instanceof String text) {
      // As pandas writes numbers of a column in which one was missing.
      return text.matches("-?\\d{1,18}\\.0+") ? text.substring(0, text.indexOf('.')) : text;
    }
    if (isFraction(value)) {
      double number = ((Number) value).doubleValue();
      if (number != Math.rint(number) || Math.abs(number) > MOST_WHOLE) {
        throw new NumberFormatException(value.toString());
      }
      return Long.toString((long) number);
    }
    return value.toString();
  }

  /**
   * Returns a value as an id.
   *
   * @throws NumberFormatException if it is no whole number
   */
  public static long id(Object value) {
    if (value == null || isFraction(value)) {
      throw new NumberFormatException(String.valueOf(value));
    }
    return Long.parseLong(value.toString().strip());
  }
}
