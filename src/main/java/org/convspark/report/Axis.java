package org.convspark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart: values from {@code low} to {@code high} on a line from {@code from} to
 * {@code to}, in the chart's units.
 *
 * @param low the value at the axis's beginning
 * @param high the value at its end, above {@code low}
 * @param step values between two ticks; low and high are multiples of it
 * @param from coordinate of {@code low}
 * @param to coordinate of {@code high}
 */
record Axis(double low, double high, double step, double from, double to) {
  private static final int MOST_TICKS = 6;

  /** A label with more of them runs out of the page; it gets an exponent. */
  private static final int MOST_DECIMALS = 5;

  /**
   * A labelled place on the axis.
   *
   * @param place its coordinate, as text
   * @param label its value, as text
   */
  record Tick(String place, String label) {}

  /** Returns an axis of the same values on another line. */
  Axis on(double newFrom, double newTo) {
    return new Axis(low, high, step, newFrom, newTo);
  }

  /** Returns the least axis of round numbers (1, 2 or 5 times a power of ten) over all values. */
  static Axis over(double least, double greatest) {
    double span = greatest > least ? greatest - least : Math.max(Math.abs(greatest), 1e-9);
    double step = roundStep(span / (MOST_TICKS - 1));
    double low = Math.floor(least / step + 1e-9) * step;
    double high = Math.ceil(greatest / step - 1e-9) * step;
    return new Axis(low, high > low ? high : low + step, step, 0, 1);
  }

  /** Returns an axis of whole numbers from the first to the last epoch, both included. */
  static Axis ofEpochs(int first, int last) {
    double step = Math.max(1, roundStep((last - first) / (double) MOST_TICKS));
    // A lone epoch stands in the middle.
    return first == last
        ? new Axis(first - 0.5, last + 0.5, 1, 0, 1)
        : new Axis(first, last, step, 0, 1);
  }

  private static double roundStep(double atLeast) {
    if (atLeast <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= atLeast * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  double place(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  public List<Tick> ticks() {
    List<Tick> ticks = new ArrayList<>();
    double first = Math.ceil(low / step - 1e-9);
    for (int i = 0; (first + i) * step <= high + step * 1e-6; i++) {
      double value = (first + i) * step;
      ticks.add(new Tick(Chart.number(place(value)), label(value)));
    }
    return ticks;
  }

  private String label(double value) {
    int decimals = Math.max(0, -power(step));
    if (decimals <= MOST_DECIMALS) {
      return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
    if (Math.abs(value) < step / 2) {
      return "0";
    }
    int digits = power(Math.abs(value)) - power(step);
    return String.format(Locale.ROOT, "%." + digits + "e", value).replaceAll("e-0", "e-");
  }

  /** The power of ten of the first digit. */
  private static int power(double value) {
    return (int) Math.floor(Math.log10(value) + 1e-9);
  }
}
