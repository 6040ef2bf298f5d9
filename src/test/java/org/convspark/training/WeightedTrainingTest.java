package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import org.convspark.LocalSpark;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.shards.Shard;
import org.convspark.data.shards.Shards;
import org.convspark.engine.Shape;
import org.convspark.engine.TrainingNetwork;
import org.convspark.engine.natives.Acceleration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Training of examples that count differently, against what it must equal. */
@Tag("numerical")
class WeightedTrainingTest {
  private static final double RATE = 0.1;

  @BeforeEach
  void plainDl4j() {
    Acceleration.apply(false);
  }

  private static ComputationGraphConfiguration network() {
    return network(RATE);
  }

  private static ComputationGraphConfiguration network(double rate) {
    return Digits.network(new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(rate)));
  }

  private static float[] train(Shards shards, TrainingConfig config, boolean accelerated) {
    return new Trainer(LocalSpark.context(), config, accelerated)
        .train(network(config.schedule().peak()), Digits.CLASSES, shards)
        .params()
        .toFloatVector();
  }

  /** One minibatch of each of two workers, whose shards are of 19 and 18 examples. */
  private static TrainingConfig oneStep() {
    return TrainingConfigs.constantRate(1, 32, 2, 1, RATE);
  }

  private static double weight(long id) {
    return id == 0 ? 8 : id % 4 / 2.0;
  }

  /**
   * The parameters of a worker after one minibatch of its whole shard, by the gradients of single
   * examples: {@code start - rate * sum(weight * gradient) / examples}.
   */
  private static double[] afterOneStep(Shard shard) {
    ComputationGraph graph = new ComputationGraph(network());
    graph.init();
    double[] parameters = graph.params().toDoubleVector();
    graph = graph.convertDataType(DataType.DOUBLE);
    for (int i = 0; i < shard.size(); i++) {
      float[] pixels = new float[Digits.SHAPE.size()];
      shard.pixels(i, pixels, 0);
      INDArray label = Nd4j.zeros(DataType.DOUBLE, 1, Digits.CLASSES);
      label.putScalar(0, shard.label(i), 1);
      graph.setInputs(Nd4j.createFromArray(pixels).reshape(1, 1, 28, 28).castTo(DataType.DOUBLE));
      graph.setLabels(label);
      graph.computeGradientAndScore();
      double[] gradient = graph.getFlattenedGradients().toDoubleVector();
      for (int p = 0; p < parameters.length; p++) {
        parameters[p] -= RATE * weight(shard.id(i)) * gradient[p] / shard.size();
      }
    }
    return parameters;
  }

  private static double total(Shard shard) {
    return IntStream.range(0, shard.size()).mapToDouble(i -> weight(shard.id(i))).sum();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRoundIsTheAverageWeightedByTheSumsOfWeights(boolean accelerated) {
    try (Shards shards = Digits.weightedShards(37, 2, WeightedTrainingTest::weight)) {
      float[] trained = train(shards, oneStep(), accelerated);

      List<Shard> parts = shards.rdd().collect();
      double left = total(parts.get(0));
      double right = total(parts.get(1));
      // By numbers of examples it would be something else.
      assertThat(Math.abs(left / right - 19 / 18.0)).isGreaterThan(0.1);
      double[] a = afterOneStep(parts.get(0));
      double[] b = afterOneStep(parts.get(1));
      for (int i = 0; i < trained.length; i++) {
        assertThat((double) trained[i])
            .isCloseTo((left * a[i] + right * b[i]) / (left + right), within(1e-6));
      }
    }
  }

  @Test
  void aWorkerWhoseExamplesWeighNothingDoesNotCount() {
    List<Long> second;
    try (Shards shards = Digits.shards(37, 2)) {
      Shard shard = shards.rdd().collect().get(1);
      second = IntStream.range(0, shard.size()).mapToObj(shard::id).toList();
    }
    try (Shards shards = Digits.weightedShards(37, 2, id -> second.contains(id) ? 0 : weight(id))) {
      float[] trained = train(shards, oneStep(), false);
      double[] first = afterOneStep(shards.rdd().first());
      for (int i = 0; i < trained.length; i++) {
        assertThat((double) trained[i]).isCloseTo(first[i], within(1e-6));
      }
    }
  }

  /** Of one minibatch each, all but the last weighs nothing; RMSprop would step nevertheless. */
  @Test
  void aRoundThatWeighsNothingLeavesTheParametersAsTheyWere() {
    TrainingConfig config = TrainingConfigs.constantRate(1, 1, 1, 1, 0.01);
    ComputationGraphConfiguration network =
        Digits.network(new NeuralNetConfiguration.Builder().seed(1).updater(new RmsProp(0.01)));
    ComputationGraph start = new ComputationGraph(network);
    start.init();
    long last;
    try (Shards shards = Digits.shards(6, 1)) {
      Shard shard = shards.rdd().first();
      last =
          shard.id(
              new org.convspark.training.replicas.MinibatchOrder(6, config.seed(), 0, 0).at(5));
    }
    List<float[]> rounds = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    try (Shards shards = Digits.weightedShards(6, 1, id -> id == last ? 1 : 0)) {
      new Trainer(LocalSpark.context(), config, false)
          .observer(
              new TrainingObserver() {
                @Override
                public void roundCompleted(TrainingState state) {
                  rounds.add(state.model().parameters());
                  losses.add(state.accumulator().loss());
                  assertThat(state.model().iteration()).isEqualTo(rounds.size());
                }
              })
          .train(network, Digits.CLASSES, shards);
    }
    assertThat(rounds).hasSize(6);
    assertThat(rounds.subList(0, 5))
        .allSatisfy(round -> assertThat(round).isEqualTo(start.params().toFloatVector()));
    assertThat(rounds.get(5)).isNotEqualTo(rounds.get(4)).doesNotContain(Float.NaN);
    assertThat(losses.subList(0, 5)).containsOnly(0.0);
    // That of chance, about.
    assertThat(losses.get(5)).isBetween(1.0, 4.0);
  }

  @Test
  void theEngineAndDl4jAgree() {
    assertThat(TrainingNetwork.unsupported(network(), new Shape(1, 28, 28))).isEmpty();
    TrainingConfig config = TrainingConfigs.constantRate(3, 8, 2, 2, RATE);
    List<EpochResult> ours = new ArrayList<>();
    List<EpochResult> theirs = new ArrayList<>();
    try (Shards shards = Digits.weightedShards(61, 2, WeightedTrainingTest::weight)) {
      float[] compiled = trainAndKeep(shards, config, true, ours);
      float[] dl4j = trainAndKeep(shards, config, false, theirs);
      for (int i = 0; i < compiled.length; i++) {
        assertThat(compiled[i]).isCloseTo(dl4j[i], within(1e-5f));
      }
    }
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(ours.get(epoch).loss()).isCloseTo(theirs.get(epoch).loss(), within(1e-4));
      assertThat(ours.get(epoch).accuracy()).isEqualTo(theirs.get(epoch).accuracy());
    }
  }

  private static float[] trainAndKeep(
      Shards shards, TrainingConfig config, boolean accelerated, List<EpochResult> epochs) {
    return new Trainer(LocalSpark.context(), config, accelerated)
        .observer(
            new TrainingObserver() {
              @Override
              public void epochCompleted(EpochResult result, TrainingState next) {
                epochs.add(result);
              }
            })
        .train(network(config.schedule().peak()), Digits.CLASSES, shards)
        .params()
        .toFloatVector();
  }

  /** The rate is next to nothing, so that every loss is that of the initial network. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLossIsTheMeanByWeightsAndTheAccuracyIsOfAllAlike(boolean accelerated) {
    TrainingConfig config = TrainingConfigs.constantRate(1, 8, 2, 2, 1e-6);
    double heavy = 3;
    List<EpochResult> results = new ArrayList<>();
    LongToDoubleFunction[] weights = {
      id -> id % 2, id -> 1 - id % 2, id -> heavy * (id % 2) + (1 - id % 2), id -> 1
    };
    for (LongToDoubleFunction weight : weights) {
      try (Shards shards = Digits.weightedShards(60, 2, weight)) {
        trainAndKeep(shards, config, accelerated, results);
      }
    }
    double odd = results.get(0).loss();
    double even = results.get(1).loss();
    assertThat(Math.abs(odd - even)).isGreaterThan(0.001);
    assertThat(results.get(2).loss()).isCloseTo((heavy * odd + even) / (heavy + 1), within(1e-4));
    assertThat(results.get(3).loss()).isCloseTo((odd + even) / 2, within(1e-4));
    assertThat(results).extracting(EpochResult::accuracy).containsOnly(results.get(3).accuracy());
    assertThat(results).extracting(EpochResult::examples).containsOnly(60L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void weightsOfOneAreNoWeights(boolean accelerated) {
    TrainingConfig config = TrainingConfigs.constantRate(2, 8, 2, 2, RATE);
    try (Shards plain = Digits.shards(43, 2);
        Shards ones = Digits.weightedShards(43, 2, id -> 1)) {
      assertThat(train(ones, config, accelerated)).isEqualTo(train(plain, config, accelerated));
    }
  }
}
