package org.convspark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.convspark.LocalSpark;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.evaluation.ErrorSamples.Mistake;
import org.convspark.model.Prediction;
import org.junit.jupiter.api.Test;

class ErrorSamplesTest {
  private static final ImageShape SHAPE = new ImageShape(1, 1, 1);

  private static ErrorSamples pick(List<Example> examples, List<Prediction> predictions) {
    JavaSparkContext spark = LocalSpark.context();
    return ErrorSamples.pick(
        spark.parallelize(examples, 3), SHAPE, spark.parallelize(predictions, 2));
  }

  private static Example example(long id, int label) {
    return new Example(id, label, new byte[] {(byte) id});
  }

  @Test
  void picksWrongOnesOnlyTheGreatestLossFirst() {
    List<Example> examples =
        List.of(example(3, 1), example(5, 0), example(7, 1), example(9, 0), example(11, 1));
    List<Prediction> predictions =
        List.of(
            new Prediction(3, 1, new float[] {0.7f, 0.3f}),
            new Prediction(5, 0, new float[] {0.51f, 0.49f}),
            new Prediction(7, 1, new float[] {0.9f, 0.1f}),
            new Prediction(9, 0, new float[] {0.9f, 0.1f}),
            new Prediction(11, 1, new float[] {0.7f, 0.3f}));

    ErrorSamples errorSamples = pick(examples, predictions);

    assertThat(errorSamples.mistakes())
        .extracting(mistake -> mistake.example().id())
        .containsExactly(7L, 3L, 11L);
    Mistake worst = errorSamples.mistakes().get(0);
    assertThat(worst.example().image()).containsExactly(7);
    assertThat(worst.predicted()).isZero();
    assertThat(worst.confidence()).isEqualTo(0.9f);
    assertThat(worst.loss()).isCloseTo(-Math.log(0.1), within(1e-7));
    assertThat(errorSamples.examples()).extracting(Example::id).containsExactly(5L, 3L);
  }

  @Test
  void keepsFiftyOfManyAndCapsTheLoss() {
    List<Example> examples = new ArrayList<>();
    List<Prediction> predictions = new ArrayList<>();
    for (int id = 0; id < 120; id++) {
      examples.add(example(id, 1));
      predictions.add(new Prediction(id, 1, new float[] {1, 0}));
    }

    List<Mistake> mistakes = pick(examples, predictions).mistakes();

    assertThat(mistakes).hasSize(ErrorSamples.MOST_MISTAKES);
    assertThat(mistakes.get(49).example().id()).isEqualTo(49);
    assertThat(mistakes.get(0).loss()).isEqualTo(-Math.log(1e-7), within(1e-12));
  }
}
