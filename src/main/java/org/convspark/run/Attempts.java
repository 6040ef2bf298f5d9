package org.convspark.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.convspark.config.InputException;
import org.convspark.config.Redaction;
import org.convspark.storage.Location;
import org.convspark.storage.Reason;
import org.convspark.storage.text.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of a run that a scheduler repeats until it is done, {@code .NAME.attempts} beside the
 * run directory: a line for each attempt that failed. What fails again and again at the same place
 * for the same reason is not tried for ever.
 */
public final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  /** So many failures in a row that are alike are the last. */
  static final int MOST_ALIKE = 3;

  private static final int MAX_BYTES = 1 << 20;
  private static final int LONGEST_REASON = 500;

  private static final String KILLED = "it was killed, or its machine was lost";

  /** Numbers of tasks, hosts, addresses and times, and temporary names, are others each time. */
  private static final Pattern NUMBERS =
      Pattern.compile(
          "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{6,}|\\d+", Pattern.CASE_INSENSITIVE);

  /**
   * An attempt.
   *
   * @param start when it started, ISO-8601 in UTC
   * @param place what it went on from: a checkpoint's name, or {@code the start}
   * @param reason why it failed; {@code null} while it runs, and if it was killed
   */
  private record Attempt(
      @JsonProperty(required = true) String start,
      @JsonProperty(required = true) String place,
      @JsonInclude(JsonInclude.Include.NON_NULL) String reason) {
    boolean isAlike(Attempt other) {
      return place.equals(other.place) && general(reason).equals(general(other.reason));
    }

    private static String general(String reason) {
      return reason == null ? "" : NUMBERS.matcher(reason).replaceAll("#");
    }
  }

  private final Location file;
  private final BooleanSupplier lost;

  /**
   * @param target the run directory as it is to appear
   * @param lost whether another process writes the run by now, whose record it is then
   */
  public Attempts(Location target, BooleanSupplier lost) {
    this.lost = lost;
    this.file = target.sibling("." + target.name() + ".attempts").orElseThrow();
  }

  /** What is attempted. */
  public interface Work {
    void run() throws Exception;
  }

  /**
   * Makes an attempt, and notes how it fails.
   *
   * @param checkpoint the name of the checkpoint that it goes on from; empty if it starts anew
   * @param wanted asked when it has failed: whether somebody wanted it to end
   * @throws InputException if those before it failed alike, and often enough; nothing is done then
   */
  public void run(Optional<String> checkpoint, BooleanSupplier wanted, Work work) throws Exception {
    begin(checkpoint);
    try {
      work.run();
    } catch (Throwable e) {
      try {
        if (lost.getAsBoolean()) {
          LOG.debug("{} is another process's", file);
        } else if (wanted.getAsBoolean()) {
          clear();
        } else {
          failed(Reason.of(e));
        }
      } catch (RuntimeException more) {
        e.addSuppressed(more);
      }
      throw e;
    }
    clear();
  }

  private void begin(Optional<String> checkpoint) {
    String place = checkpoint.orElse("the start");
    List<Attempt> attempts = read();
    int alike = 0;
    for (int i = attempts.size() - 1; i >= 0; i--) {
      if (!attempts.get(i).isAlike(attempts.get(attempts.size() - 1))) {
        break;
      }
      alike++;
    }
    if (alike >= MOST_ALIKE && attempts.get(attempts.size() - 1).place().equals(place)) {
      String reason = attempts.get(attempts.size() - 1).reason();
      throw new InputException(
          file.toString(),
          alike
              + " attempts that failed alike from "
              + place
              + ": "
              + (reason == null ? KILLED : reason),
          "fewer than " + MOST_ALIKE,
          "mend the reason, then "
              + (checkpoint.isPresent() ? "go on with --resume, or " : "")
              + "start anew with --overwrite in place of --resume auto");
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    attempts.add(new Attempt(now.toString(), place, null));
    write(attempts);
  }

  private void failed(String reason) {
    List<Attempt> attempts = read();
    if (!attempts.isEmpty()) {
      Attempt last = attempts.remove(attempts.size() - 1);
      String told = Redaction.text(reason);
      String text =
          told.length() > LONGEST_REASON ? told.substring(0, LONGEST_REASON) + "..." : told;
      attempts.add(new Attempt(last.start(), last.place(), text));
      write(attempts);
    }
  }

  /**
   * Forgets all attempts: the run is done, or its user has taken it in hand. That fails with no
   * more than a warning, as a run isn't worse for it.
   */
  public void clear() {
    try {
      file.delete();
    } catch (InputException e) {
      LOG.warn("could not delete {}: {}", file, e.getMessage());
    }
  }

  /** Returns those that are on record; none where somebody damaged it. */
  private List<Attempt> read() {
    List<Attempt> attempts = new ArrayList<>();
    if (!file.exists()) {
      return attempts;
    }
    String text =
        new String(file.readAtMost(MAX_BYTES).orElse(new byte[0]), StandardCharsets.UTF_8);
    for (String line : text.lines().toList()) {
      try {
        attempts.add(Json.parse("", line, Attempt.class));
      } catch (InputException e) {
        break;
      }
    }
    return attempts;
  }

  /** The last of them; others say nothing any more. */
  private void write(List<Attempt> attempts) {
    StringBuilder lines = new StringBuilder();
    attempts
        .subList(Math.max(0, attempts.size() - MOST_ALIKE), attempts.size())
        .forEach(each -> lines.append(Json.line(each)).append('\n'));
    try (OutputStream out = file.create()) {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }
}
