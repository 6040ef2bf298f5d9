package org.convspark.config.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.convspark.config.training.OptimizerConfig.Optimizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkerScalingTest {
  /** The table in src/docs/training.md. */
  @ParameterizedTest
  @CsvSource({
    "1, 128, 120, 0.003",
    "2, 128, 120, 0.003",
    "4, 64, 25, 0.003",
    "8, 32, 12, 0.004",
    "64, 32, 5, 0.004"
  })
  void moreWorkersTakeSmallerMinibatchesAndAverageMoreOften(
      int workers, int batch, int frequency, double rate) {
    assertThat(WorkerScaling.batchSize(workers)).isEqualTo(batch);
    assertThat(WorkerScaling.averagingFrequency(workers)).isEqualTo(frequency);
    assertThat(Optimizer.RMSPROP.learningRate(workers)).isEqualTo(rate);
  }
}
