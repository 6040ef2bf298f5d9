package org.convspark.storage.lease;

import java.time.Duration;

/**
 * How often a lease is renewed, and when it counts as given up.
 *
 * @param beat time between two renewals
 * @param expiry time without a renewal after which another process may take the lease
 * @param settle time after which a file that another process was about to write is there
 */
record Timing(Duration beat, Duration expiry, Duration settle) {
  /**
   * Some renewals may fail, and a collection of garbage may be long. Less would take runs from
   * drivers that are only slow; more would let the retry on another machine wait for longer.
   */
  static final Timing STANDARD =
      new Timing(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(2));
}
