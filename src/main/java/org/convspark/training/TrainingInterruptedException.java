package org.convspark.training;

/** Training was asked to end, by a signal; its state is kept. Exit code 3. */
public final class TrainingInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingInterruptedException(int epoch, int round) {
    super("interrupted in epoch " + epoch + " after round " + round);
  }
}
