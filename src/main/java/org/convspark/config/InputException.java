package org.convspark.config;

import java.io.Serial;

/**
 * Input that can't be used: data, a model, a path or a permission. Ends in exit code 2. Secrets in
 * its message are masked.
 *
 * <p>It can always be serialized, so that the driver gets an executor's error itself and not its
 * text: what caused it, which may hold anything, crosses as the words of its stack trace.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 2L;

  private final String where;
  private final String found;
  private final String expected;
  private final String remedy;

  /**
   * Makes the error of one file or location.
   *
   * @param where the file or URI
   * @param found what was found there
   * @param expected what was expected instead
   * @param remedy what to do next, an imperative clause
   */
  public InputException(String where, String found, String expected, String remedy) {
    this(where, found, expected, remedy, null);
  }

  /** Makes the same error with the cause for the log. */
  public InputException(
      String where, String found, String expected, String remedy, Throwable cause) {
    super(
        Redaction.text(where + ": found " + found + ", expected " + expected + "; " + remedy),
        cause);
    this.where = where;
    this.found = found;
    this.expected = expected;
    this.remedy = remedy;
  }

  /** Returns the file or URI. */
  public String where() {
    return where;
  }

  /** Returns what was found there. */
  public String found() {
    return found;
  }

  /** Returns what was expected instead. */
  public String expected() {
    return expected;
  }

  /** Returns what to do next, an imperative clause. */
  public String remedy() {
    return remedy;
  }

  @Serial
  private Object writeReplace() {
    InputException copy =
        new InputException(where, found, expected, remedy, Crossed.copy(getCause()));
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  /** A cause in another process: it prints as the original and has none of its fields. */
  private static final class Crossed extends Throwable {
    private static final long serialVersionUID = 1L;

    private final String text;

    private Crossed(Throwable original, Throwable cause) {
      super(Redaction.text(original.getMessage()), cause);
      this.text = Redaction.text(original.toString());
      setStackTrace(original.getStackTrace());
    }

    static Throwable copy(Throwable original) {
      return original == null ? null : new Crossed(original, copy(original.getCause()));
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
