package org.convspark.storage.lease;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Passing time, as this machine measures it, which no setting of its clock changes. */
interface MonotonicClock {
  /** The machine's own. */
  MonotonicClock SYSTEM =
      new MonotonicClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
      };

  /** Returns nanoseconds since some moment. */
  long nanos();

  /** Waits. */
  void sleep(Duration time) throws InterruptedException;
}
