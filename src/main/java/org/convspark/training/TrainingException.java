package org.convspark.training;

/**
 * Thrown if training can't go on, or did not do what it must. The message names the reason and the
 * remedy; the process exits with code 3.
 */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }
}
