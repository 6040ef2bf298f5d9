package org.convspark.config;

/** Input that can't be used: data, a model, a path or a permission. Ends in exit code 2. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param where the file or URI
   * @param found what was found there
   * @param expected what was expected instead
   * @param remedy what to do next, an imperative clause
   */
  public InputException(String where, String found, String expected, String remedy) {
    super(where + ": found " + found + ", expected " + expected + "; " + remedy);
  }

  /** As {@link #InputException(String, String, String, String)}, with the cause for the log. */
  public InputException(
      String where, String found, String expected, String remedy, Throwable cause) {
    this(where, found, expected, remedy);
    initCause(cause);
  }
}
