package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convspark.LocalSpark;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.Split;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.data.shards.Shards;
import org.convspark.engine.natives.Acceleration;
import org.convspark.evaluation.DistributedEvaluation;
import org.convspark.evaluation.Metrics;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Training and evaluation on standardized values are those on the values themselves. Halved pixels
 * over a deviation of a half are whole ones, to the bit.
 */
@Tag("numerical")
final class StandardizedTrainingTest {
  private static final Standardization DOUBLED = new Standardization(List.of(0f), List.of(0.5f));
  private static final int EXAMPLES = 50;

  private static List<Example> shifted(int by) {
    return Digits.drawn(Split.TRAIN, EXAMPLES).stream()
        .map(
            each -> {
              byte[] image = each.image().clone();
              for (int i = 0; i < image.length; i++) {
                image[i] = (byte) ((image[i] & 0xff) >> 1 << by);
              }
              return each.withImage(image);
            })
        .toList();
  }

  private static List<Example> halved() {
    return shifted(0);
  }

  private static List<Example> whole() {
    return shifted(1);
  }

  private static ComputationGraph train(
      List<Example> examples, Standardization last, boolean accelerated) {
    Acceleration.apply(accelerated);
    TrainingConfig config = TrainingConfigs.constantRate(2, 8, 2, 2, 0.1);
    try (Shards shards =
        Shards.deal(LocalSpark.context().parallelize(examples, 3), Digits.SHAPE, 2, 1)) {
      return new Trainer(LocalSpark.context(), config, accelerated)
          .train(
              Digits.network(new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(0.1))),
              Digits.CLASSES,
              shards.standardized(last));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void trainingIsOnTheStandardizedValues(boolean accelerated) {
    float[] standardized = train(halved(), DOUBLED, accelerated).params().toFloatVector();

    assertThat(standardized)
        .isEqualTo(train(whole(), Standardization.NONE, accelerated).params().toFloatVector())
        .isNotEqualTo(train(halved(), Standardization.NONE, accelerated).params().toFloatVector());
  }

  private static Metrics evaluate(
      ComputationGraph network, List<Example> examples, Standardization last) {
    DatasetInfo info = Digits.INFO.with(Digits.SHAPE, Preprocessing.plain(Colour.GREY).with(last));
    try (DistributedEvaluation evaluation =
        DistributedEvaluation.over(LocalSpark.context().parallelize(examples, 2), info, EXAMPLES)) {
      return evaluation.evaluate(network);
    }
  }

  @Test
  void evaluationIsOnTheStandardizedValues() {
    ComputationGraph network = train(whole(), Standardization.NONE, true);
    Metrics metrics = evaluate(network, whole(), Standardization.NONE);

    assertThat(evaluate(network, halved(), DOUBLED)).isEqualTo(metrics);
    assertThat(evaluate(network, halved(), Standardization.NONE)).isNotEqualTo(metrics);
  }
}
