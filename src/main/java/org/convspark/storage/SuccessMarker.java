package org.convspark.storage;

import org.convspark.config.InputException;

/** The empty file {@code _SUCCESS}, which a directory of results gets when all else is there. */
public final class SuccessMarker {
  public static final String NAME = "_SUCCESS";

  private SuccessMarker() {}

  public static boolean isIn(Location directory) {
    return directory.child(NAME).exists();
  }

  /**
   * Checks that a directory of results is finished.
   *
   * @param remedy what else the user can do than wait, an imperative clause
   * @throws InputException if it isn't
   */
  public static void require(Location directory, String remedy) {
    if (!isIn(directory)) {
      throw new InputException(
          directory.toString(),
          "no " + NAME + " in it, so it isn't finished or wasn't copied whole",
          "a finished directory",
          "wait for it, or " + remedy);
    }
  }
}
