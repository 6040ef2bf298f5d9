package org.convspark.config;

/** Ranges of settings, checked with the error that names the option. */
final class Checks {
  private Checks() {}

  static void atLeast(String key, double least, double value) {
    if (!(value >= least) || Double.isInfinite(value)) {
      throw new UsageException(Reference.option(key), text(value), text(least) + " or more");
    }
  }

  static void over(String key, double bound, double value) {
    if (!(value > bound) || Double.isInfinite(value)) {
      throw new UsageException(Reference.option(key), text(value), "a number over " + text(bound));
    }
  }

  /** From 0, included, to 1, excluded. */
  static void share(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new UsageException(Reference.option(key), text(value), "0 to below 1");
    }
  }

  /** The constant of that name, written in lower case with dashes. */
  static <E extends Enum<E>> E oneOf(String key, Class<E> type, String given) {
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

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
