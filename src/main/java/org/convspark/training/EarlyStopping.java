package org.convspark.training;

import java.util.Optional;
import org.convspark.config.training.StoppingConfig;
import org.convspark.config.training.StoppingConfig.Monitor;

/** Decides after each epoch which one is best and whether to go on. */
final class EarlyStopping {
  private final StoppingConfig config;

  EarlyStopping(StoppingConfig config) {
    this.config = config;
  }

  /**
   * Returns the state at the start of the next epoch, with the best epoch so far in it.
   *
   * @param state the state after the last round of an epoch
   * @param validation the epoch's score; empty if there are no validation examples
   */
  TrainingState judge(TrainingState state, Optional<Score> validation) {
    if (config.monitor() == Monitor.NONE || validation.isEmpty()) {
      return state.nextEpoch(null, 0);
    }
    if (state.best() == null || improves(validation.get(), state.best().score())) {
      return state.nextEpoch(
          new TrainingState.Best(state.epoch(), validation.get(), state.model()), 0);
    }
    return state.nextEpoch(state.best(), state.epochsWithoutImprovement() + 1);
  }

  private boolean improves(Score score, Score best) {
    return config.monitor() == Monitor.VAL_LOSS
        ? score.loss() < best.loss()
        : score.accuracy() > best.accuracy();
  }

  /**
   * Returns why training is to end here, as a clause for the user; empty if it goes on.
   *
   * @param state the state that {@link #judge} returned
   * @param validation the score to compare with the target accuracy; empty if there is none
   */
  Optional<String> reason(TrainingState state, Optional<Score> validation) {
    if (config.targetAccuracy() > 0
        && validation.isPresent()
        && validation.get().accuracy() >= config.targetAccuracy()) {
      return Optional.of(
          "val_accuracy reached "
              + validation.get().accuracy()
              + ", --target-accuracy is "
              + config.targetAccuracy());
    }
    if (config.monitor() != Monitor.NONE && state.epochsWithoutImprovement() >= config.patience()) {
      return Optional.of(
          config.monitor() + " has not improved for " + config.patience() + " epochs");
    }
    return isOverTime(state)
        ? Optional.of("--max-minutes " + config.maxMinutes() + " are over")
        : Optional.empty();
  }

  /** Returns whether the time given for training is used up; never if no limit is set. */
  boolean isOverTime(TrainingState state) {
    double seconds = state.seconds() + state.accumulator().nanos() / 1e9;
    return config.maxMinutes() > 0 && seconds >= 60 * config.maxMinutes();
  }
}
