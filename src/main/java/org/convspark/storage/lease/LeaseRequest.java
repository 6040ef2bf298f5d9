package org.convspark.storage.lease;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the lease of an output. One that is there is taken over if its process has ended on this
 * machine, or if nothing renews it for as long as it promises to be renewed, measured here.
 */
final class LeaseRequest {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseRequest.class);

  /** Each ends with a lease, an error, or another process that was faster. */
  private static final int ATTEMPTS = 20;

  /** A renewal is seen after a fraction of the time between two. */
  private static final int LOOKS_PER_BEAT = 10;

  /** A process has one thread that asks for leases, one after the other. */
  static final InterruptibleWait WAIT = new InterruptibleWait();

  private final Location target;
  private final LeaseFile file;
  private final Timing timing;
  private final MonotonicClock clock;

  LeaseRequest(Location target, Timing timing, MonotonicClock clock) {
    this.target = target;
    this.file = LeaseFile.of(target);
    this.timing = timing;
    this.clock = clock;
  }

  /**
   * Returns the lease.
   *
   * @throws InputException if another process holds it
   * @throws IOException if its file can't be written
   */
  Lease grant() throws IOException {
    boolean taken = false;
    for (int i = 0; i < ATTEMPTS; i++) {
      Owner mine = Owner.here(timing);
      long now = clock.nanos();
      if (file.create(mine)) {
        // Who else took it, or created it at once with us, has written by then.
        if (taken || !file.hasOneCreator()) {
          sleep(timing.settle());
        }
        if (file.isOf(mine)) {
          return new Lease(target, file, mine, now, timing, clock);
        }
        continue;
      }
      Optional<String> found = file.text();
      if (found.isEmpty()) {
        continue;
      }
      awaitEnd(found.get());
      // Not what another process that waited, too, has put in its place.
      if (file.text().equals(found)) {
        file.delete();
        taken = true;
      }
    }
    throw new IOException("many processes want to write it at once");
  }

  /**
   * Returns when the owner has given up its lease, or it is free.
   *
   * @param text what the file says
   * @throws InputException if it hasn't
   */
  private void awaitEnd(String text) throws IOException {
    Optional<Owner> owner = Owner.parse(text);
    String who = owner.map(Owner::toString).orElse("another process");
    Owner.Life life = owner.map(Owner::life).orElse(Owner.Life.UNKNOWN);
    if (life == Owner.Life.LIVES) {
      throw held(owner);
    }
    if (life == Owner.Life.UNKNOWN) {
      Duration expiry = owner.map(Owner::expiry).orElse(timing.expiry());
      LOG.info(
          "{} was written by {}; waiting for up to {} s for a sign that it still is",
          target,
          who,
          expiry.toSeconds());
      long end = clock.nanos() + expiry.toNanos();
      while (clock.nanos() - end < 0) {
        pause(timing.beat().dividedBy(LOOKS_PER_BEAT));
        Optional<String> now = file.text();
        if (now.isEmpty()) {
          return;
        }
        if (!now.get().equals(text)) {
          throw held(now.flatMap(Owner::parse).or(() -> owner));
        }
      }
    }
    LOG.info("{} is taken over from {}, which writes it no more", target, who);
  }

  private InputException held(Optional<Owner> owner) {
    return new InputException(
        target.toString(),
        owner
            .map(it -> "that " + it + " has been writing it since " + it.since())
            .orElse("that another process is writing it"),
        "an output that nobody else writes",
        "wait for its end, stop it, or choose another path");
  }

  /** Nothing has been written yet: a wait that may end at any time. */
  private void pause(Duration time) throws InterruptedIOException {
    try {
      WAIT.on(
          () -> {
            clock.sleep(time);
            return null;
          });
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while waiting for its writer");
    }
  }

  private void sleep(Duration time) throws IOException {
    try {
      clock.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
