package org.convspark.config;

/**
 * The command was used wrongly: an option, what was given, what is allowed. Ends in exit code 1.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param setting the option or key, as the user would write it
   * @param given what was given
   * @param allowed what is allowed, in words
   */
  public UsageException(String setting, Object given, String allowed) {
    this(setting + ": " + given + " given, " + allowed + " expected");
  }

  public UsageException(String message) {
    super(message);
  }
}
