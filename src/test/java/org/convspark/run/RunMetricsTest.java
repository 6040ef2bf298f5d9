package org.convspark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convspark.training.Epochs;
import org.junit.jupiter.api.Test;

final class RunMetricsTest {
  /** One epoch may have fewer rounds than another: time can run out in it. */
  @Test
  void whatATrainingTookIsTheSumOverItsEpochs() {
    RunMetrics.Training training =
        RunMetrics.Training.of(
            2, List.of(Epochs.whole(1, 0.5, 0.9, 0.25, 0.95), Epochs.plain(2, 0.25, 0.95, 0.001)));

    assertThat(training).isEqualTo(new RunMetrics.Training(2, 2, 4, 50, 2));
  }
}
