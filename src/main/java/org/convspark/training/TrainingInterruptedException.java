package org.convspark.training;

/**
 * Thrown if training was asked to end, by a signal. The observers have been given its state; the
 * process exits with code 3.
 */
public final class TrainingInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingInterruptedException(int epoch, int round) {
    super("interrupted in epoch " + epoch + " after round " + round);
  }
}
