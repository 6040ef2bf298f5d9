package org.convspark.training;

/**
 * Thrown if training was asked to end, by a signal. The observers have been given its state; the
 * process exits with code 3.
 */
public final class TrainingInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String where;

  /**
   * @param epoch the epoch that is to be gone on with, from 1
   * @param round how many of its rounds have been trained
   * @param epochs how many epochs there are
   */
  TrainingInterruptedException(int epoch, int round, int epochs) {
    this(epoch > epochs ? "after its last epoch" : "in epoch " + epoch + " after round " + round);
  }

  private TrainingInterruptedException(String where) {
    super("interrupted " + where);
    this.where = where;
  }

  /** Returns how far it had come, as {@code in epoch 2 after round 3}. */
  public String where() {
    return where;
  }
}
