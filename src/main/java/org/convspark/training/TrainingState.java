package org.convspark.training;

import org.convspark.training.replicas.ModelState;

/**
 * A training after a round: all that it takes to go on as if nothing had happened. What follows
 * from the configuration and the dataset (shards, order, learning rate) is not in it.
 *
 * @param model parameters and updater state
 * @param epoch that is under way, from 1
 * @param accumulator of that epoch so far
 * @param best the best epoch so far, {@code null} where none is watched or done
 * @param epochsWithoutImprovement since then
 * @param seconds of training in the epochs before
 */
public record TrainingState(
    ModelState model,
    int epoch,
    EpochAccumulator accumulator,
    Best best,
    int epochsWithoutImprovement,
    double seconds) {

  /**
   * The best epoch by what early stopping watches.
   *
   * @param epoch from 1
   * @param score on the validation examples
   * @param model after it
   */
  public record Best(int epoch, Score score, ModelState model) {}

  static TrainingState start(ModelState model) {
    return new TrainingState(model, 1, EpochAccumulator.start(1), null, 0, 0);
  }

  TrainingState after(ModelState model, EpochAccumulator accumulator) {
    return new TrainingState(model, epoch, accumulator, best, epochsWithoutImprovement, seconds);
  }

  /** The start of the next epoch. */
  TrainingState nextEpoch(Best best, int epochsWithoutImprovement) {
    return new TrainingState(
        model,
        epoch + 1,
        EpochAccumulator.start(epoch + 1),
        best,
        epochsWithoutImprovement,
        seconds + accumulator.nanos() / 1e9);
  }

  /** Where it stands, for people. */
  @Override
  public String toString() {
    return "epoch " + epoch + " after round " + accumulator.rounds();
  }
}
