package org.convspark.training.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.convspark.training.TrainingConfigs;
import org.junit.jupiter.api.Test;

class LearningRateTest {
  private static LearningRate rate(String schedule, String... more) {
    String[] settings = new String[more.length + 4];
    settings[0] = "schedule.name";
    settings[1] = schedule;
    settings[2] = "optimizer.learning-rate";
    settings[3] = "0.01";
    System.arraycopy(more, 0, settings, 4, more.length);
    return new LearningRate(TrainingConfigs.with(settings).schedule(), 10, 100);
  }

  @Test
  void constantStays() {
    LearningRate constant = rate("constant");
    assertThat(constant.at(0, 0)).isEqualTo(0.01);
    assertThat(constant.at(9, 99)).isEqualTo(0.01);
  }

  @Test
  void oneCycleRisesFromATenthAndFallsToNearZero() {
    LearningRate cycle = rate("one-cycle");
    assertThat(cycle.at(0, 0)).isCloseTo(0.001, within(1e-12));
    assertThat(cycle.at(1, 0)).isCloseTo(0.0055, within(1e-12));
    assertThat(cycle.at(2, 0)).isCloseTo(0.01, within(1e-12));
    assertThat(cycle.at(6, 0)).isCloseTo(0.005, within(1e-12));
    assertThat(cycle.at(9, 99)).isLessThan(1e-6).isPositive();
  }

  @Test
  void stepFallsEverySoManyEpochs() {
    LearningRate step = rate("step", "schedule.warm-up", "0", "schedule.step-epochs", "3");
    assertThat(step.at(2, 99)).isEqualTo(0.01);
    assertThat(step.at(3, 0)).isCloseTo(0.001, within(1e-12));
    assertThat(step.at(6, 0)).isCloseTo(0.0001, within(1e-12));
  }

  @Test
  void exponentialFallsSmoothly() {
    LearningRate falling = rate("exponential", "schedule.warm-up", "0", "schedule.decay", "0.5");
    assertThat(falling.at(1, 0)).isCloseTo(0.005, within(1e-12));
    assertThat(falling.at(1, 50)).isCloseTo(0.01 * Math.pow(0.5, 1.5), within(1e-12));
  }
}
