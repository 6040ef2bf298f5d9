package org.convspark.storage;

/**
 * What an exception says, fit for one line: Hadoop's messages may hold stack traces, or be null.
 */
public final class Reason {
  private Reason() {}

  public static String of(Exception e) {
    String message = e.getMessage() == null ? "" : e.getMessage().strip();
    return message.isEmpty() ? e.getClass().getSimpleName() : message.lines().findFirst().get();
  }
}
