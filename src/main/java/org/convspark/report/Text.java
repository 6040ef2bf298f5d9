package org.convspark.report;

import java.util.Locale;

/** Writes numbers as the report shows them. */
final class Text {
  private Text() {}

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  static String count(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  static String fixed(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }

  /** Returns a learning rate with four digits, without an exponent where it can be read without. */
  static String rate(double number) {
    String text = String.format(Locale.ROOT, "%.6f", number);
    boolean tiny = number != 0 && Math.abs(number) < 1e-4;
    return tiny ? String.format(Locale.ROOT, "%.2e", number) : text.replaceAll("0{1,4}$", "");
  }

  static String duration(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  static String plural(long number, String one) {
    return count(number) + " " + one + (number == 1 ? "" : "s");
  }
}
