package org.convspark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** By hand, and as scikit-learn 1.x has them. */
final class MetricTest {
  private static Metrics metrics(long[][] confusion) {
    return new Metrics(0.25, ConfusionMatrix.of(confusion), List.of(), new Calibration(List.of()));
  }

  /** Class 2 has no examples and yet was predicted; class 3 doesn't occur at all. */
  private static final Metrics UNEVEN =
      metrics(new long[][] {{6, 1, 1, 0}, {2, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}});

  @Test
  void lossAndAccuracyAreTheEvaluations() {
    assertThat(Metric.LOSS.of(UNEVEN)).isEqualTo(0.25);
    assertThat(Metric.ACCURACY.of(UNEVEN)).isEqualTo(0.6);
  }

  @Test
  void balancedAccuracyIsTheMeanRecallOfClassesWithExamples() {
    // (6 / 8 + 0 / 2) / 2
    assertThat(Metric.BALANCED_ACCURACY.of(UNEVEN)).isEqualTo(0.375);
  }

  @Test
  void macroF1IsTheMeanOfClassesThatOccur() {
    // (2 * 6 / (8 + 8) + 0 + 0) / 3
    assertThat(Metric.MACRO_F1.of(UNEVEN)).isCloseTo(0.25, within(1e-15));
  }

  @Test
  void nothingIsNeverNaN() {
    for (Metric metric : Metric.values()) {
      assertThat(metric.of(metrics(new long[][] {{0}}))).as(metric.key()).isFinite();
    }
  }
}
