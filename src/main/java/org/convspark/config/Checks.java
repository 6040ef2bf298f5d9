package org.convspark.config;

/** Checks the ranges of settings and names the option in the {@link UsageException}. */
public final class Checks {
  private Checks() {}

  /** Checks that a value is so large or larger, and finite. */
  public static void atLeast(String key, double least, double value) {
    if (!(value >= least) || Double.isInfinite(value)) {
      throw new UsageException(Reference.option(key), text(value), text(least) + " or more");
    }
  }

  /** Checks that a value is larger, and finite. */
  public static void over(String key, double bound, double value) {
    if (!(value > bound) || Double.isInfinite(value)) {
      throw new UsageException(Reference.option(key), text(value), "a number over " + text(bound));
    }
  }

  /** Checks that a value is from 0, included, to 1, excluded. */
  public static void share(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new UsageException(Reference.option(key), text(value), "0 to below 1");
    }
  }

  /**
   * Returns the enum's constant whose text is {@code given}.
   *
   * @throws UsageException if there is none; it names them all
   */
  public static <E extends Enum<E>> E oneOf(String key, Class<E> type, String given) {
    StringBuilder known = new StringBuilder();
    for (E constant : type.getEnumConstants()) {
      String name = constant.toString();
      if (name.equals(given)) {
        return constant;
      }
      known.append(known.isEmpty() ? "" : ", ").append(name);
    }
    throw new UsageException(Reference.option(key), given, "one of " + known);
  }

  /** Returns a number as users write it: whole ones without a point. */
  public static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
