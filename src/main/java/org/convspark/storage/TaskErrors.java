package org.convspark.storage;

import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.storage.tables.ReadErrors;

/**
 * Finds the user's error in a failed Spark job. Spark wraps what a task threw, once or several
 * times; {@link InputException} and {@link UsageException} can be serialized, so they themselves
 * are among the causes.
 */
public final class TaskErrors {
  private TaskErrors() {}

  /**
   * Returns what to throw for a failure: the input or usage error behind it, that of a file that
   * Spark couldn't read, or of a library that can't be loaded, included, else the failure itself,
   * wrapped if it is checked (Spark throws checked exceptions that its Java signatures don't tell).
   */
  public static RuntimeException unwrap(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof InputException || e instanceof UsageException) {
        return (RuntimeException) e;
      }
    }
    Optional<InputException> noExec = NoExec.find(failure);
    if (noExec.isPresent()) {
      return noExec.get();
    }
    Optional<InputException> reading = ReadErrors.find(failure);
    if (reading.isPresent()) {
      return reading.get();
    }
    return failure instanceof RuntimeException e
        ? e
        : new IllegalStateException(Reason.of(failure), failure);
  }
}
