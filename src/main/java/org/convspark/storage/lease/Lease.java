package org.convspark.storage.lease;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.storage.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write an output, which one process has at a time. A thread renews it until it is
 * closed. It may get lost all the same: to a process that saw no renewal for long, or because
 * somebody deleted the file.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final Location target;
  private final LeaseFile file;
  private final Timing timing;
  private final MonotonicClock clock;
  private final ScheduledExecutorService heart;
  private Owner owner;
  private volatile long renewed;
  private volatile String lost;

  Lease(
      Location target,
      LeaseFile file,
      Owner owner,
      long renewed,
      Timing timing,
      MonotonicClock clock) {
    this.target = target;
    this.file = file;
    this.owner = owner;
    this.renewed = renewed;
    this.timing = timing;
    this.clock = clock;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "lease of " + target.name());
              thread.setDaemon(true);
              return thread;
            });
    long beat = timing.beat().toNanos();
    heart.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.NANOSECONDS);
  }

  /**
   * Takes the lease of an output, whose parent must be there. Where a process on another machine
   * may hold it, this waits for a minute at most.
   *
   * @throws InputException if another process holds it: the message says which
   * @throws IOException if the lease can't be written beside the output, or {@link #cancelWait}
   *     ended the wait
   */
  public static Lease of(Location target) throws IOException {
    return new LeaseRequest(target, Timing.STANDARD, MonotonicClock.SYSTEM).grant();
  }

  /** Ends, from any thread, the wait of {@link #of} that is under way, if there is one. */
  public static void cancelWait() {
    LeaseRequest.WAIT.cancel();
  }

  /** Whatever it threw would be the end of all further ones. */
  void beat() {
    try {
      renew();
    } catch (Throwable e) {
      // Who wants to write asks for himself; before that the next beat may succeed.
      LOG.debug("lease of {} not renewed", target, e);
    }
  }

  /**
   * Checks that the output is this process's to write: at once where the lease was renewed so
   * lately that nobody can have taken it, else as {@link #renew} does.
   *
   * @throws UncheckedIOException if it isn't any more, or that can't be told
   */
  public void requireHeld() {
    if (lost != null || clock.nanos() - renewed > timing.expiry().toNanos()) {
      renew();
    }
  }

  /**
   * Renews the lease, and makes sure of it by the file.
   *
   * @throws UncheckedIOException if it is lost, or that can't be told
   */
  public synchronized void renew() {
    try {
      long now = clock.nanos();
      requireMine();
      owner = owner.beaten();
      file.write(owner);
      if (now - renewed > timing.expiry().toNanos()) {
        // Somebody may be just taking it who saw no renewal for so long.
        clock.sleep(timing.settle());
        requireMine();
      }
      renewed = now;
    } catch (InputException e) {
      throw new UncheckedIOException(
          new IOException("can't tell whether " + target + " is still ours: " + Reason.of(e), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  private void requireMine() {
    if (lost == null) {
      Optional<String> text = file.text();
      lost =
          text.isEmpty()
              ? file + " beside it was deleted"
              : LeaseFile.another(text.get(), owner)
                  .map(it -> it + " took it over at " + it.since())
                  .orElse(null);
    }
    if (lost != null) {
      throw new UncheckedIOException(
          new IOException(target + " is no longer this process's to write: " + lost));
    }
  }

  /**
   * Returns whether the output is this process's, as its file says by now. What can't be told isn't
   * so.
   */
  public synchronized boolean isHeld() {
    try {
      requireMine();
      return true;
    } catch (UncheckedIOException | InputException e) {
      return false;
    }
  }

  /** Returns whether another process may write the output by now, as far as is known here. */
  public boolean isLost() {
    return lost != null;
  }

  /** Gives the lease back, so that the next process needn't wait. */
  @Override
  public synchronized void close() {
    heart.shutdown();
    try {
      if (lost == null
          && file.text().filter(it -> LeaseFile.another(it, owner).isEmpty()).isPresent()) {
        file.delete();
      }
    } catch (InputException e) {
      LOG.warn("could not delete {}: {}", file, Reason.of(e));
    }
  }
}
