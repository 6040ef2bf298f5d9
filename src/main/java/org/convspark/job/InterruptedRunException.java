package org.convspark.job;

/** Thrown where a job ends because a signal asked for it; its message says what is left of it. */
public final class InterruptedRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause what the job ended by; null where it is ended by this
   */
  public InterruptedRunException(String message, Throwable cause) {
    super(message, cause);
  }
}
