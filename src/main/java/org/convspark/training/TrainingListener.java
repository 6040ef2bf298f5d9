package org.convspark.training;

import java.util.Optional;

/**
 * What training tells while it runs; called on the driver, in order but where it says otherwise.
 */
public interface TrainingListener {
  /**
   * @param epoch from 1
   * @param minibatches that all workers together will train in it
   */
  default void epochStarted(int epoch, long minibatches) {}

  /**
   * How far a round under way is; from another thread, now and then.
   *
   * @param minibatches of the epoch that all workers together have trained
   */
  default void minibatchesTrained(long minibatches) {}

  /** A round is done; {@code soFar} covers the epoch up to here. */
  default void roundCompleted(EpochResult soFar) {}

  /**
   * An epoch is done.
   *
   * @param validation score on the validation examples, where there are any
   */
  default void epochCompleted(EpochResult result, Optional<Score> validation) {}

  /** Training ends before its last epoch; {@code why} is a clause for the user. */
  default void stoppedEarly(int epoch, String why) {}
}
