package org.convspark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.convspark.evaluation.Calibration.Bin;
import org.convspark.evaluation.Metrics.ClassScore;
import org.convspark.evaluation.Metrics.Confusion;
import org.convspark.model.Prediction;
import org.junit.jupiter.api.Test;

class MetricsAccumulatorTest {
  /** Six examples of three classes; class 2 is never predicted. */
  private static final List<Prediction> SIX =
      List.of(
          new Prediction(0, 0, new float[] {0.75f, 0.25f, 0}),
          new Prediction(1, 0, new float[] {0.5f, 0.25f, 0.25f}),
          new Prediction(2, 0, new float[] {0.25f, 0.75f, 0}),
          new Prediction(3, 1, new float[] {0, 1, 0}),
          new Prediction(4, 2, new float[] {0.75f, 0.25f, 0}),
          new Prediction(5, 2, new float[] {0.25f, 0.5f, 0.25f}));

  private static MetricsAccumulator accumulated(int classes, List<Prediction> predictions) {
    MetricsAccumulator accumulator = new MetricsAccumulator(classes);
    predictions.forEach(accumulator::add);
    return accumulator;
  }

  @Test
  void metricsAreTheHandComputedOnes() {
    Metrics metrics = accumulated(3, SIX).toMetrics();

    assertThat(metrics.examples()).isEqualTo(6);
    assertThat(metrics.accuracy()).isEqualTo(0.5);
    // -(ln .75 + ln .5 + ln .25 + ln 1 + ln 1e-7 + ln .25) =
    // .287682 + .693147 + 1.386294 + 0 + 16.118096 + 1.386294
    assertThat(metrics.loss()).isCloseTo(19.871513 / 6, within(1e-6));
    assertThat(metrics.confusion())
        .isEqualTo(ConfusionMatrix.of(new long[][] {{2, 1, 0}, {0, 1, 0}, {1, 1, 0}}));
    assertThat(metrics.perClass())
        .containsExactly(
            new ClassScore(0, 2 / 3.0, 2 / 3.0, 2 / 3.0, 3),
            new ClassScore(1, 1 / 3.0, 1.0, 0.5, 1),
            new ClassScore(2, 0, 0, 0, 2));
    assertThat(metrics.topConfusions())
        .containsExactly(new Confusion(0, 1, 1), new Confusion(2, 0, 1), new Confusion(2, 1, 1));
    // Ranks of the true class: 1, 1, 2, 1, 3 and, behind 0 with its equal 0.25, 3.
    assertThat(metrics.topAccuracy()).containsExactly(3 / 6.0, 4 / 6.0, 1.0);
  }

  @Test
  void calibrationIsTheHandComputedOne() {
    Calibration calibration = accumulated(3, SIX).toMetrics().calibration();

    // 0.5 lies in (7/15, 8/15], 0.75 in (11/15, 12/15], 1 in (14/15, 1].
    assertThat(calibration.bins()).hasSize(15);
    assertThat(calibration.bins().get(7)).isEqualTo(new Bin(7 / 15.0, 8 / 15.0, 2, 0.5, 0.5));
    assertThat(calibration.bins().get(11))
        .isEqualTo(new Bin(11 / 15.0, 12 / 15.0, 3, 0.75, 1 / 3.0));
    assertThat(calibration.bins().get(14)).isEqualTo(new Bin(14 / 15.0, 1, 1, 1, 1));
    assertThat(calibration.bins().get(0)).isEqualTo(new Bin(0, 1 / 15.0, 0, 0, 0));
    // 2/6 |0.5 - 0.5| + 3/6 |1/3 - 3/4| + 1/6 |1 - 1|
    assertThat(calibration.expectedError()).isCloseTo(0.5 * 5 / 12, within(1e-12));
  }

  @Test
  void ofEqualProbabilitiesTheLowerClassWins() {
    Metrics metrics =
        accumulated(2, List.of(new Prediction(0, 1, new float[] {0.5f, 0.5f}))).toMetrics();

    assertThat(metrics.accuracy()).isZero();
    assertThat(metrics.topAccuracy()).containsExactly(0.0, 1.0);
  }

  @Test
  void sumsDoNotDependOnOrderOrGrouping() {
    Random random = new Random(1);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      float p = random.nextFloat();
      predictions.add(new Prediction(i, random.nextInt(2), new float[] {p, 1 - p}));
    }
    Metrics whole = accumulated(2, predictions).toMetrics();

    Collections.shuffle(predictions, random);
    MetricsAccumulator merged = accumulated(2, predictions.subList(700, 1000));
    merged.merge(accumulated(2, predictions.subList(0, 13)));
    merged.merge(accumulated(2, predictions.subList(13, 700)));

    assertThat(merged.toMetrics()).isEqualTo(whole);
  }

  @Test
  void refusesWhatIsNotAProbability() {
    for (float bad : new float[] {Float.NaN, -0.5f, 2, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> accumulated(2, List.of(new Prediction(7, 0, new float[] {1, bad}))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("probability " + bad, "example 7");
    }
  }

  @Test
  void refusesLabelsAndOutputsOfOtherClasses() {
    assertThatThrownBy(() -> accumulated(2, List.of(new Prediction(7, 2, new float[] {1, 0}))))
        .hasMessage("example 7 has label 2, 0 to 1 expected");
    assertThatThrownBy(() -> accumulated(3, List.of(new Prediction(7, 2, new float[] {1, 0}))))
        .hasMessage("the network gives 2 probabilities, the dataset has 3 classes");
  }

  @Test
  void refusesToScoreNothing() {
    assertThatThrownBy(() -> new MetricsAccumulator(2).toMetrics())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no examples");
  }

  @Test
  void confidencesFallInHalfOpenBins() {
    assertThat(Calibration.binOf(0)).isZero();
    assertThat(Calibration.binOf(1 / 15.0)).isZero();
    assertThat(Calibration.binOf(0.07)).isEqualTo(1);
    assertThat(Calibration.binOf(1)).isEqualTo(14);
    assertThat(Calibration.binOf(1.00001)).isEqualTo(14);
  }
}
