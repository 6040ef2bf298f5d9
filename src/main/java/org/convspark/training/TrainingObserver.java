package org.convspark.training;

/**
 * Called by {@link Trainer} on the driver while it trains, in the order of events. Implement the
 * callbacks you need, for progress, a history or checkpoints. An exception thrown by a callback
 * ends the training.
 */
public interface TrainingObserver {
  /**
   * Called before each epoch.
   *
   * @param epoch number of the epoch, from 1
   * @param minibatches minibatches that all workers together train in a whole epoch
   */
  default void epochStarted(int epoch, long minibatches) {}

  /**
   * Called now and then within a round, from another thread.
   *
   * @param minibatches minibatches of the epoch that all workers together have trained so far
   */
  default void minibatchesTrained(long minibatches) {}

  /**
   * Called after each round.
   *
   * @param state the state that the next round starts from
   */
  default void roundCompleted(TrainingState state) {}

  /**
   * Called after each epoch, once it is scored on the validation examples.
   *
   * @param result the epoch's numbers
   * @param next the state that the next epoch starts from
   */
  default void epochCompleted(EpochResult result, TrainingState next) {}

  /**
   * Called when training ends because of {@link Trainer#interrupt}.
   *
   * @param state the state after the last whole round
   */
  default void interrupted(TrainingState state) {}

  /**
   * Called when training ends before its last epoch.
   *
   * @param epoch number of the last epoch that was trained, from 1
   * @param why the reason, as a clause for the user
   */
  default void stoppedEarly(int epoch, String why) {}
}
