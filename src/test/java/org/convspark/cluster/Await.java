package org.convspark.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that another process does, never for ever. */
public final class Await {
  private static final long PAUSE_MILLIS = 100;

  private Await() {}

  /**
   * @param what is waited for, for the error
   * @param state told with the error, such as a log
   */
  public static void until(
      String what, Duration limit, BooleanSupplier condition, Supplier<String> state) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + what + " within " + limit + ":\n" + state.get());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
