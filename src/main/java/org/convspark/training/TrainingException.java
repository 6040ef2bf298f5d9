package org.convspark.training;

/** Training can't go on, or did not do what it must: the reason and the remedy. Exit code 3. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }
}
