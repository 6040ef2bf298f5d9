package org.convspark.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;

/**
 * Finds the user's error in a failed Spark job. Spark wraps what a task threw, once or several
 * times, and where it can't be deserialized on the driver only the text is left.
 */
public final class TaskErrors {
  /** An InputException's message, as {@code InputException} itself puts it together. */
  private static final Pattern MESSAGE = Pattern.compile("(.+?): found (.+), expected (.+); (.+)");

  private static final Pattern IN_TEXT =
      Pattern.compile(Pattern.quote(InputException.class.getName()) + ": (.*)");

  private TaskErrors() {}

  /**
   * What to throw for a failure: the input or usage error behind it, else the failure itself,
   * wrapped if it is checked (Spark throws checked exceptions that its Java signatures don't tell).
   */
  public static RuntimeException unwrap(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof InputException || e instanceof UsageException) {
        return (RuntimeException) e;
      }
      if (e.getMessage() != null) {
        Matcher text = IN_TEXT.matcher(e.getMessage());
        if (text.find() && MESSAGE.matcher(text.group(1)).matches()) {
          return inputError(text.group(1), failure);
        }
      }
    }
    return failure instanceof RuntimeException e
        ? e
        : new IllegalStateException(Location.reason(failure), failure);
  }

  /** The InputException that has this message, which came from an executor as text. */
  public static InputException inputError(String message, Throwable cause) {
    Matcher parts = MESSAGE.matcher(message);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not the message of an InputException: " + message, cause);
    }
    return new InputException(
        parts.group(1), parts.group(2), parts.group(3), parts.group(4), cause);
  }
}
