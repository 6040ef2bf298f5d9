package org.convspark.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.convspark.config.InputException;

/**
 * Finds out of a failure that native libraries were unpacked to a file system mounted noexec, of
 * which the system says "failed to map segment from shared object" only.
 */
public final class NoExec {
  private static final Pattern SYMPTOM =
      Pattern.compile("(/[^:\n]+): (?:[^\n]*: )?failed to map segment");

  private NoExec() {}

  /** Returns what to tell the user; empty where the failure has another reason. */
  public static Optional<InputException> find(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause)
        .flatMap(e -> find(String.valueOf(e.getMessage()), failure).stream())
        .findFirst();
  }

  /**
   * Returns the same by what a failure says.
   *
   * @param message of the error of a link, or of a job that tells of it
   * @param cause for the log; null where there is none
   */
  public static Optional<InputException> find(String message, Throwable cause) {
    Matcher found = SYMPTOM.matcher(message);
    return found.find()
        ? Optional.of(
            new InputException(
                found.group(1),
                "a file system mounted noexec",
                "one that native libraries can be loaded from",
                "mount it without noexec, or choose another directory: TMPDIR for Spark's libraries,"
                    + " -Dorg.bytedeco.javacpp.cachedir among spark.driver.extraJavaOptions and"
                    + " spark.executor.extraJavaOptions for ND4J's",
                cause))
        : Optional.empty();
  }
}
