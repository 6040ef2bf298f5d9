package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.convspark.LocalSpark;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.shards.Shard;
import org.convspark.data.shards.Shards;
import org.convspark.engine.natives.Acceleration;
import org.convspark.training.replicas.Minibatch;
import org.convspark.training.replicas.MinibatchOrder;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What averaging does to layers that do more than multiply by weights. */
class AveragedStateTest {
  private static final double RATE = 0.1;

  @BeforeEach
  void plainDl4j() {
    Acceleration.apply(false);
  }

  private static ComputationGraphConfiguration normalized() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Sgd(RATE))
        .graphBuilder()
        .addInputs("input")
        .setInputTypes(InputType.convolutional(28, 28, 1))
        .addLayer(
            "conv",
            new ConvolutionLayer.Builder(5, 5)
                .stride(4, 4)
                .nOut(4)
                .activation(Activation.IDENTITY)
                .build(),
            "input")
        .addLayer("norm", new BatchNormalization.Builder().build(), "conv")
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(Digits.CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            "norm")
        .setOutputs("output")
        .build();
  }

  private static ComputationGraph train(
      ComputationGraphConfiguration network, TrainingConfig config, Shards shards) {
    return new Trainer(LocalSpark.context(), config, false).train(network, Digits.CLASSES, shards);
  }

  /** Shards of 19 and 18 of one round: 19 examples weigh more than 18. */
  @Test
  void runningStatisticsAreAveragedByExamples() {
    TrainingConfig config = TrainingConfigs.constantRate(1, 16, 2, 2, RATE);
    try (Shards shards = Digits.shards(37, 2)) {
      ComputationGraph averaged = train(normalized(), config, shards);

      List<ComputationGraph> workers = new ArrayList<>();
      List<Shard> parts = shards.rdd().collect();
      for (int worker = 0; worker < 2; worker++) {
        workers.add(alone(parts.get(worker), worker, config));
      }
      for (String parameter : List.of("mean", "log10stdev")) {
        float[] left = workers.get(0).getLayer("norm").getParam(parameter).toFloatVector();
        float[] right = workers.get(1).getLayer("norm").getParam(parameter).toFloatVector();
        float[] mean = averaged.getLayer("norm").getParam(parameter).toFloatVector();
        assertThat(left).as(parameter).isNotEqualTo(right);
        for (int i = 0; i < mean.length; i++) {
          assertThat(mean[i])
              .as(parameter)
              .isNotZero()
              .isEqualTo((float) ((19.0 * left[i] + 18.0 * right[i]) / 37));
        }
      }
    }
  }

  private static ComputationGraph alone(Shard shard, int worker, TrainingConfig config) {
    ComputationGraph graph = new ComputationGraph(normalized());
    graph.init();
    MinibatchOrder order = new MinibatchOrder(shard.size(), config.seed(), 0, worker);
    for (int from = 0; from < shard.size(); from += config.batchSize()) {
      int size = Math.min(config.batchSize(), shard.size() - from);
      Minibatch minibatch = new Minibatch(size, Digits.SHAPE, Digits.CLASSES, config);
      minibatch.fill(shard, order, from, 0);
      graph.fit(new INDArray[] {minibatch.features()}, new INDArray[] {minibatch.labels()});
    }
    return graph;
  }

  @Test
  void dropoutDrawsTheSameForTheSameSeed() {
    try (Shards shards = Digits.shards(90, 3)) {
      float[] first = withDropout(shards, 0.5, 1);
      assertThat(withDropout(shards, 0.5, 1)).isEqualTo(first);
      assertThat(withDropout(shards, 0.5, 2)).isNotEqualTo(first);
      assertThat(withDropout(shards, 0, 1)).isNotEqualTo(first);
    }
  }

  private static float[] withDropout(Shards shards, double dropout, int seed) {
    TrainingConfig config =
        TrainingConfigs.with(
            "training.epochs", "1",
            "training.workers", "3",
            "training.batch-size", "8",
            "training.averaging-frequency", "2",
            "training.seed", "" + seed,
            "regularization.dropout", "" + dropout);
    // The weights start from the same seed always.
    ComputationGraphConfiguration network = Digits.network(Optimization.of(TrainingConfigs.with()));
    return train(Optimization.regularized(network, config), config, shards)
        .params()
        .toFloatVector();
  }
}
