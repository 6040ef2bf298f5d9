package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.config.training.TrainingConfig;
import org.convspark.config.training.TransferConfig;
import org.convspark.data.shards.Shards;
import org.convspark.model.ModelFile;
import org.convspark.model.SavedModel;
import org.convspark.training.transfer.Pretrained;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Training that starts from a model: what stays, what moves, and how far. */
final class TransferTest {
  private static final int CLASSES = 3;
  private static final int EXAMPLES = 96;

  @TempDir private static Path directory;
  private static ComputationGraph source;

  private static TrainingConfig config(int workers, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "training.epochs", "2",
                "training.workers", "" + workers,
                "training.batch-size", "8",
                "training.averaging-frequency", "2",
                "optimizer.learning-rate", "0.01"));
    settings.addAll(List.of(more));
    return TrainingConfigs.with(settings.toArray(String[]::new));
  }

  /** Two blocks of convolution, normalisation and ReLU, which decays its weights by itself. */
  private static ComputationGraphConfiguration network(int classes, TrainingConfig config) {
    return Optimization.of(config)
        .graphBuilder()
        .addInputs("input")
        .setInputTypes(InputType.convolutional(18, 18, 1))
        .addLayer(
            "conv",
            new ConvolutionLayer.Builder(5, 5)
                .stride(2, 2)
                .nOut(6)
                .activation(Activation.IDENTITY)
                .regularization(List.of(new WeightDecay(0.1, false)))
                .build(),
            "input")
        .addLayer("norm", new BatchNormalization.Builder().build(), "conv")
        .addLayer("relu", new ActivationLayer(Activation.RELU), "norm")
        .addLayer(
            "conv_1",
            new ConvolutionLayer.Builder(3, 3).nOut(8).activation(Activation.IDENTITY).build(),
            "relu")
        .addLayer("norm_1", new BatchNormalization.Builder().build(), "conv_1")
        .addLayer("relu_1", new ActivationLayer(Activation.RELU), "norm_1")
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build(),
            "relu_1")
        .setOutputs("output")
        .build();
  }

  @BeforeAll
  static void trainTheSource() throws IOException {
    TrainingConfig config = config(2);
    try (Shards shards = Digits.smallShards(CLASSES, EXAMPLES, 2)) {
      source =
          new Trainer(LocalSpark.context(), config, true)
              .train(network(CLASSES, config), CLASSES, shards);
    }
    try (OutputStream out = Files.newOutputStream(directory.resolve("model.zip"))) {
      ModelFile.write(source, Optional.empty(), out);
    }
  }

  private static Pretrained pretrained(Map<String, Double> factors, boolean replaceHead) {
    return Pretrained.of(
        SavedModel.open(directory.resolve("model.zip").toString(), new Configuration()),
        new TransferConfig(factors, replaceHead));
  }

  private static Trainer trainer(Pretrained start, TrainingConfig config) {
    return new Trainer(LocalSpark.context(), config, true).initial(start.initial());
  }

  private static ComputationGraph train(Pretrained start, int classes, TrainingConfig config) {
    try (Shards shards = Digits.smallShards(classes, EXAMPLES, config.workers())) {
      return trainer(start, config)
          .train(start.configure(Digits.SMALL, classes, Optimization.of(config)), classes, shards);
    }
  }

  private static float[] parameters(ComputationGraph network, String layer) {
    return network.getLayer(layer).params().dup().data().asFloat();
  }

  @ParameterizedTest
  @CsvSource({
    "1, conv*|norm*, rmsprop",
    "2, conv*|norm*, adam",
    "4, conv|norm, nesterov",
    "2, norm_1|conv, adamw",
    "2, output, momentum"
  })
  void frozenLayersStayToTheBitAndOthersMove(int workers, String frozen, String optimizer) {
    Map<String, Double> factors = new java.util.LinkedHashMap<>();
    Arrays.stream(frozen.split("\\|")).forEach(name -> factors.put(name, 0.0));
    Pretrained start = pretrained(factors, false);

    ComputationGraph trained =
        train(
            start,
            CLASSES,
            config(workers, "optimizer.name", optimizer, "regularization.l2", "0.01"));

    for (String layer : List.of("conv", "norm", "conv_1", "norm_1", "output")) {
      boolean still =
          factors.keySet().stream().anyMatch(name -> layer.matches(name.replace("*", ".*")));
      if (still) {
        assertThat(parameters(trained, layer)).as(layer).isEqualTo(parameters(source, layer));
      } else {
        assertThat(parameters(trained, layer)).as(layer).isNotEqualTo(parameters(source, layer));
      }
    }
    assertThat(start.describe()).contains("frozen: ", " of " + source.numParams() + " parameters");
  }

  @Test
  void aFrozenTrainingGoesOnAsIfItHadNotBeenInterrupted() {
    TrainingConfig config = config(2, "optimizer.name", "adam");
    Pretrained start = pretrained(Map.of("conv", 0.0, "norm", 0.0, "conv_1", 0.1), false);
    ComputationGraph whole = train(start, CLASSES, config);
    ComputationGraphConfiguration network =
        start.configure(Digits.SMALL, CLASSES, Optimization.of(config));
    List<TrainingState> states = new ArrayList<>();
    try (Shards shards = Digits.smallShards(CLASSES, EXAMPLES, 2)) {
      trainer(start, config)
          .observer(
              new TrainingObserver() {
                @Override
                public void roundCompleted(TrainingState state) {
                  states.add(state);
                }
              })
          .train(network, CLASSES, shards);

      ComputationGraph resumed =
          trainer(start, config).from(Optional.of(states.get(1))).train(network, CLASSES, shards);

      assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
    }
  }

  /** Plain descent, one minibatch: what a layer moves is its rate times its gradient. */
  @Test
  void aFactorMultipliesTheLearningRateOfItsLayer() {
    String[] oneStep = {
      "training.epochs", "1",
      "training.batch-size", "" + EXAMPLES,
      "optimizer.name", "sgd",
      "schedule.name", "constant"
    };
    ComputationGraph full = train(pretrained(Map.of(), false), CLASSES, config(1, oneStep));
    ComputationGraph part =
        train(
            pretrained(Map.of("conv_1", 0.25, "output", 3.0), false), CLASSES, config(1, oneStep));

    Map.of("conv", 1.0, "conv_1", 0.25, "output", 3.0)
        .forEach(
            (layer, factor) -> {
              float[] before = parameters(source, layer);
              float[] whole = parameters(full, layer);
              float[] moved = parameters(part, layer);
              for (int i = 0; i < before.length; i++) {
                assertThat((double) moved[i] - before[i])
                    .as("%s, %d", layer, i)
                    .isCloseTo(factor * ((double) whole[i] - before[i]), within(1e-6));
              }
            });
  }

  @Test
  void aNewLastLayerIsTheSeedsAndAllOthersAreTheModels() {
    TrainingConfig config = config(2);
    Pretrained start = pretrained(Map.of(), true);
    ComputationGraphConfiguration network =
        start.configure(Digits.SMALL, 5, Optimization.of(config));
    ComputationGraph fresh = new ComputationGraph(network.clone());
    fresh.init();
    ComputationGraph initial = new ComputationGraph(network);
    initial.init();

    start.copyTo(initial);

    for (String layer : List.of("conv", "norm", "conv_1", "norm_1")) {
      assertThat(parameters(initial, layer)).as(layer).isEqualTo(parameters(source, layer));
    }
    assertThat(parameters(initial, "output"))
        .isEqualTo(parameters(fresh, "output"))
        .hasSize(parameters(source, "output").length / CLASSES * 5);
    ComputationGraph trained = train(start, 5, config);
    assertThat(trained.layerSize("output")).isEqualTo(5);
  }

  @Test
  void otherClassesNeedANewLastLayerAndOtherImagesAnotherModel() {
    Pretrained start = pretrained(Map.of(), false);
    var base = Optimization.of(config(1));

    assertThatThrownBy(() -> start.configure(Digits.SMALL, 5, base))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.zip: found a model for 3 classes, expected 5")
        .hasMessageContaining("--replace-head");
    assertThatThrownBy(() -> start.configure(Digits.SHAPE, CLASSES, base))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model.zip");
  }

  /** Of an earlier training, whose optimizer and penalty are of no account here. */
  @Test
  void optimizerAndPenaltyAreThisTrainings() {
    ComputationGraphConfiguration network =
        pretrained(Map.of("conv", 0.0), false)
            .configure(
                Digits.SMALL,
                CLASSES,
                Optimization.of(config(1, "optimizer.name", "sgd", "regularization.l2", "0.5")));

    for (String name : List.of("conv", "conv_1")) {
      BaseLayer layer =
          (BaseLayer) ((LayerVertex) network.getVertices().get(name)).getLayerConf().getLayer();
      assertThat(layer.getIUpdater().getLearningRate(0, 0))
          .isEqualTo(name.equals("conv") ? 0 : 0.01);
      assertThat(layer.getRegularization()).hasSize(name.equals("conv") ? 0 : 1);
    }
    assertThat(network.getIterationCount()).isZero();
  }
}
