package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.convspark.LocalSpark;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.shards.ClassWeighting;
import org.convspark.data.shards.Shards;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * What class weights are for: one example in twenty is of the second class, and the classes
 * overlap. By how much an image is brighter on its left than on its right is normal, in the second
 * class by 2.4 deviations more; a classifier that counts all examples alike finds about half of the
 * second class, one that counts the classes alike about nine in ten.
 */
@Tag("numerical")
class ClassWeightsTest {
  private static final ImageShape SHAPE = new ImageShape(4, 4, 1);
  private static final int RARE = 20;

  private static List<Example> examples(int count, int everySo, long seed) {
    Random random = new Random(seed);
    List<Example> examples = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      int label = id % everySo == 0 ? 1 : 0;
      byte[] image = new byte[SHAPE.size()];
      for (int p = 0; p < image.length; p++) {
        boolean bright = label == 1 == p % 4 < 2;
        double value = (bright ? 140 : 116) + 40 * random.nextGaussian();
        image[p] = (byte) Math.max(0, Math.min(255, Math.round(value)));
      }
      examples.add(new Example(id, label, image));
    }
    return examples;
  }

  private static ComputationGraph train(String classWeights) {
    TrainingConfig config =
        TrainingConfigs.with(
            "training.epochs", "10",
            "training.workers", "2",
            "training.batch-size", "20",
            "training.averaging-frequency", "25",
            "training.class-weights", classWeights,
            "optimizer.name", "adam",
            "optimizer.learning-rate", "0.3");
    List<Example> train = examples(2000, RARE, 1);
    DatasetInfo info =
        new DatasetInfo(
            "overlapping",
            SHAPE,
            2,
            Map.of(Split.TRAIN, List.of(1900L, 100L), Split.TEST, List.of(500L, 500L)),
            Map.of());
    try (Shards shards =
        Shards.deal(
            ClassWeighting.of(
                LocalSpark.context().parallelize(train, 2), config.classWeights(), info),
            SHAPE,
            2,
            1)) {
      return new Trainer(LocalSpark.context(), config, true)
          .train(network(config.schedule().peak()), 2, shards);
    }
  }

  private static ComputationGraphConfiguration network(double learningRate) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Adam(learningRate))
        .graphBuilder()
        .addInputs("input")
        .setInputTypes(InputType.convolutional(4, 4, 1))
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build(),
            "input")
        .setOutputs("output")
        .build();
  }

  /** The share of the images of a class that are found. */
  private static double recall(ComputationGraph network, int label) {
    List<Example> ofLabel =
        examples(1000, 2, 2).stream().filter(example -> example.label() == label).toList();
    return Digits.accuracy(network, ofLabel, SHAPE);
  }

  @Test
  void balancedWeightsFindMoreOfTheRareClass() {
    ComputationGraph plain = train("none");
    ComputationGraph balanced = train("balanced");

    assertThat(recall(plain, 1)).isBetween(0.3, 0.7);
    assertThat(recall(plain, 0)).isGreaterThan(0.97);
    assertThat(recall(balanced, 1)).isGreaterThan(0.8);
    assertThat(recall(balanced, 0)).isBetween(0.8, 0.95);
  }

  @Test
  void aListOfTheSameNumbersIsTheSame() {
    float[] balanced = train("balanced").params().toFloatVector();
    assertThat(train((float) (2000 / (2 * 1900.0)) + ",10").params().toFloatVector())
        .isEqualTo(balanced);
    assertThat(train("1,1").params().toFloatVector())
        .isEqualTo(train("none").params().toFloatVector())
        .isNotEqualTo(balanced);
  }
}
