package org.convspark.storage;

/**
 * What an error about a location says besides the reason.
 *
 * @param where the location as the user wrote it
 * @param expected what should have been there
 * @param remedy what to do next, an imperative clause
 */
public record Expectation(String where, String expected, String remedy) {
  /** What to do where executors would write to other disks than the driver's. */
  public static final String SHARED_OUTPUT =
      "put --out on a file system that driver and executors share, such as hdfs://";

  /** Returns what errors say of a location that is to be written. */
  public static Expectation output(String where) {
    return new Expectation(
        where, "a path whose parent can be written", "choose another path or mend its permissions");
  }

  /** Returns the same expectation of another location. */
  Expectation named(String other) {
    return new Expectation(other, expected, remedy);
  }

  /** Returns the same expectation of something in the directory. */
  Expectation child(String name) {
    return named(where.endsWith("/") ? where + name : where + "/" + name);
  }
}
