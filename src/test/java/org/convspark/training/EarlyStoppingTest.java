package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.convspark.config.training.StoppingConfig;
import org.convspark.config.training.StoppingConfig.Monitor;
import org.convspark.training.replicas.ModelState;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  private static final long MINUTE = 60_000_000_000L;

  private static EarlyStopping stopping(
      Monitor monitor, int patience, double targetAccuracy, double maxMinutes) {
    return new EarlyStopping(new StoppingConfig(monitor, patience, targetAccuracy, maxMinutes));
  }

  /** A state whose parameter is the epoch's number, so that it can be told from others. */
  private static TrainingState trained(TrainingState before, long nanos) {
    ModelState model = new ModelState(new float[] {before.epoch()}, new float[0], before.epoch());
    EpochAccumulator accumulator =
        new EpochAccumulator(before.epoch(), 1, 1, 8, 8.0, 1, 1, 0.1, List.of(), 0, 0, nanos);
    return before.after(model, accumulator);
  }

  private static TrainingState start() {
    return TrainingState.start(new ModelState(new float[1], new float[0], 0));
  }

  private static Optional<Score> score(double loss, double accuracy) {
    return Optional.of(new Score(loss, accuracy));
  }

  @Test
  void patienceCountsEpochsSinceTheBestAndKeepsItsModel() {
    EarlyStopping stopping = stopping(Monitor.VAL_LOSS, 2, 0, 0);
    double[] losses = {0.9, 0.5, 0.6, 0.4, 0.4, 0.7};
    TrainingState state = start();
    for (int i = 0; i < losses.length; i++) {
      Optional<Score> score = score(losses[i], i / 10.0);
      state = stopping.judge(trained(state, 1), score);
      // Equal is no improvement: the epochs 5 and 6 are the two without one.
      assertThat(stopping.reason(state, score).isPresent()).as("epoch %d", i + 1).isEqualTo(i == 5);
    }
    assertThat(stopping.reason(state, score(0.7, 0)).orElseThrow())
        .isEqualTo("val_loss has not improved for 2 epochs");
    assertThat(state.best().epoch()).isEqualTo(4);
    assertThat(state.best().model().parameters()).containsExactly(4);
    assertThat(state.model().parameters()).containsExactly(6);
  }

  @Test
  void accuracyIsBetterWhereItIsHigher() {
    EarlyStopping stopping = stopping(Monitor.VAL_ACCURACY, 1, 0, 0);
    TrainingState first = stopping.judge(trained(start(), 1), score(0.5, 0.8));
    TrainingState second = stopping.judge(trained(first, 1), score(0.6, 0.9));
    assertThat(second.best().epoch()).isEqualTo(2);
    assertThat(stopping.reason(second, score(0.6, 0.9))).isEmpty();
    TrainingState third = stopping.judge(trained(second, 1), score(0.1, 0.85));
    assertThat(third.best().epoch()).isEqualTo(2);
    assertThat(stopping.reason(third, score(0.1, 0.85))).isPresent();
  }

  @Test
  void theTargetIsReachedByEquality() {
    EarlyStopping stopping = stopping(Monitor.NONE, 1, 0.9, 0);
    TrainingState state = stopping.judge(trained(start(), 1), score(0.5, 0.9));
    assertThat(stopping.reason(state, score(0.5, 0.89))).isEmpty();
    assertThat(stopping.reason(state, score(0.5, 0.9)).orElseThrow())
        .contains("val_accuracy reached 0.9", "--target-accuracy is 0.9");
    assertThat(state.best()).isNull();
  }

  /** The time of earlier epochs and of the one under way count together, resumed or not. */
  @Test
  void timeIsUpInTheMiddleOfAnEpoch() {
    EarlyStopping stopping = stopping(Monitor.NONE, 1, 0, 3);
    TrainingState second = stopping.judge(trained(start(), 2 * MINUTE), Optional.empty());
    assertThat(stopping.reason(second, Optional.empty())).isEmpty();
    assertThat(stopping.isOverTime(trained(second, MINUTE - 1))).isFalse();
    assertThat(stopping.isOverTime(trained(second, MINUTE))).isTrue();
    TrainingState third = stopping.judge(trained(second, MINUTE), Optional.empty());
    assertThat(stopping.reason(third, Optional.empty()).orElseThrow())
        .isEqualTo("--max-minutes 3.0 are over");
  }
}
