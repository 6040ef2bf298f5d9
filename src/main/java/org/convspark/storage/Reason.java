package org.convspark.storage;

/**
 * Tells in one line what an exception says: Hadoop's messages may hold stack traces, or be null.
 */
public final class Reason {
  private Reason() {}

  /** How Hadoop's client puts what a connection failed of, with a page on its wiki. */
  private static final String CALL = "Call From ";

  /**
   * Returns the first line of the exception's message, or the name of its class where it has none.
   */
  public static String of(Throwable e) {
    if (e.getCause() != null && e.getMessage() != null && e.getMessage().startsWith(CALL)) {
      return ofRoot(e);
    }
    String message = e.getMessage() == null ? "" : e.getMessage().strip();
    return message.isEmpty() ? e.getClass().getSimpleName() : message.lines().findFirst().get();
  }

  /** Returns what the innermost cause says. */
  public static String ofRoot(Throwable e) {
    return e.getCause() == null ? of(e) : ofRoot(e.getCause());
  }
}
