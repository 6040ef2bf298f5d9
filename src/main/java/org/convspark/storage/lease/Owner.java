package org.convspark.storage.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.convspark.config.InputException;
import org.convspark.storage.text.Json;

/**
 * Who holds a lease: the content of its file.
 *
 * @param id random, of this holding alone
 * @param host name of the machine
 * @param machine {@link ProcessTable#id} there
 * @param pid number of the process there
 * @param user who runs it
 * @param since when it took the lease, by its own clock, in UTC
 * @param renewed when it renewed it last, likewise
 * @param beat number of renewals so far
 * @param expirySeconds time without a renewal after which the lease may be taken
 */
record Owner(
    String id,
    String host,
    String machine,
    long pid,
    String user,
    String since,
    String renewed,
    long beat,
    long expirySeconds) {
  private static final long MOST_SECONDS = 3600;

  Owner {
    Instant.parse(since);
    if (expirySeconds < 1 || expirySeconds > MOST_SECONDS) {
      throw new IllegalArgumentException("expiry_seconds " + expirySeconds);
    }
  }

  /** Whether its process lives, as far as can be told from here. */
  enum Life {
    LIVES,
    ENDED,
    UNKNOWN
  }

  /** Returns this process. */
  static Owner here(Timing timing) {
    String now = now();
    return new Owner(
        UUID.randomUUID().toString(),
        ProcessTable.host(),
        ProcessTable.id(),
        ProcessHandle.current().pid(),
        System.getProperty("user.name"),
        now,
        now,
        0,
        timing.expiry().toSeconds());
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Returns the owner that a file names; nothing where it is none, or not written to its end. */
  static Optional<Owner> parse(String text) {
    try {
      return Optional.of(Json.bind("", Json.parse("", text, ""), Owner.class));
    } catch (InputException e) {
      return Optional.empty();
    }
  }

  String text() {
    return Json.tree(this).toPrettyString() + "\n";
  }

  Owner beaten() {
    return new Owner(id, host, machine, pid, user, since, now(), beat + 1, expirySeconds);
  }

  Duration expiry() {
    return Duration.ofSeconds(expirySeconds);
  }

  Life life() {
    if (!machine.equals(ProcessTable.id())) {
      return Life.UNKNOWN;
    }
    // Other users' processes may be hidden, as by /proc's hidepid: not to see one says nothing.
    // A process that was there before the lease is its owner, not one that got its number later.
    return ProcessTable.start(pid)
        .map(
            start -> start.isAfter(Instant.parse(since).plusSeconds(1)) ? Life.UNKNOWN : Life.LIVES)
        .orElse(user.equals(System.getProperty("user.name")) ? Life.ENDED : Life.UNKNOWN);
  }

  /** Returns {@code process 4711 of ann on node7}. */
  @Override
  public String toString() {
    return "process " + pid + " of " + user + " on " + host;
  }
}
