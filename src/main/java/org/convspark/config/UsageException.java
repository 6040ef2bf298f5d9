package org.convspark.config;

/**
 * A command that was used wrongly: the message names the option, what was given and what is
 * allowed, secrets in it masked. Ends in exit code 1.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the error of one option.
   *
   * @param setting the option or key, as the user would write it
   * @param given what was given
   * @param allowed what is allowed, in words
   */
  public UsageException(String setting, Object given, String allowed) {
    this(setting + ": " + given + " given, " + allowed + " expected");
  }

  public UsageException(String message) {
    super(Redaction.text(message));
  }
}
