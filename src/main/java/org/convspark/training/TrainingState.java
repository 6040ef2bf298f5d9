package org.convspark.training;

import org.convspark.training.replicas.ModelState;

/**
 * The state of a training after a round, which is all it takes to go on as if nothing had happened.
 * What follows from the configuration and the dataset (shards, order, learning rate) is not in it.
 *
 * @param model parameters and updater state
 * @param epoch number of the epoch under way, from 1
 * @param accumulator sums over the rounds of that epoch so far
 * @param best the best epoch so far; {@code null} if none is watched or done yet
 * @param epochsWithoutImprovement epochs completed since the best one
 * @param seconds time of training in the epochs before this one
 */
public record TrainingState(
    ModelState model,
    int epoch,
    EpochAccumulator accumulator,
    Best best,
    int epochsWithoutImprovement,
    double seconds) {

  /**
   * The best epoch, by the measure that early stopping watches.
   *
   * @param epoch number of the epoch, from 1
   * @param score its score on the validation examples
   * @param model parameters and updater state after it
   */
  public record Best(int epoch, Score score, ModelState model) {}

  static TrainingState start(ModelState model) {
    return new TrainingState(model, 1, EpochAccumulator.start(1), null, 0, 0);
  }

  TrainingState after(ModelState model, EpochAccumulator accumulator) {
    return new TrainingState(model, epoch, accumulator, best, epochsWithoutImprovement, seconds);
  }

  /**
   * Returns the state at the start of the next epoch.
   *
   * @param best the best epoch so far, or {@code null}
   */
  TrainingState nextEpoch(Best best, int epochsWithoutImprovement) {
    return new TrainingState(
        model,
        epoch + 1,
        EpochAccumulator.start(epoch + 1),
        best,
        epochsWithoutImprovement,
        seconds + accumulator.nanos() / 1e9);
  }
}
