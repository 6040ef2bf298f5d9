package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.convspark.LocalSpark;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.shards.Shard;
import org.convspark.data.shards.Shards;
import org.convspark.engine.natives.Acceleration;
import org.convspark.training.replicas.ClassicMomentum;
import org.convspark.training.replicas.Minibatch;
import org.convspark.training.replicas.MinibatchOrder;
import org.convspark.training.replicas.PiecewiseRmsProp;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;

/** Optimizers and penalties, by hand and against plain DL4J. */
@Tag("numerical")
class OptimizationTest {
  private static final int BATCH = 16;

  @BeforeEach
  void plainDl4j() {
    Acceleration.apply(false);
  }

  private static TrainingConfig config(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "training.epochs", "3",
                "training.workers", "1",
                "training.batch-size", "" + BATCH,
                "training.averaging-frequency", "2",
                "optimizer.learning-rate", "0.01",
                "schedule.name", "constant",
                "schedule.warm-up", "0"));
    settings.addAll(List.of(more));
    return TrainingConfigs.with(settings.toArray(String[]::new));
  }

  private static ComputationGraphConfiguration network(TrainingConfig config) {
    return Digits.network(Optimization.of(config));
  }

  private static ComputationGraph train(
      TrainingConfig config, Shards shards, TrainingObserver listener) {
    return new Trainer(LocalSpark.context(), config, false)
        .observer(listener)
        .train(network(config), Digits.CLASSES, shards);
  }

  /** v = 0.9 v - 0.1 g, and v is added: 0.1, then 0.19 + 0.1, and so on. */
  @Test
  void classicMomentumByHand() {
    INDArray velocity = Nd4j.zeros(1, 2);
    GradientUpdater<?> updater =
        new ClassicMomentum(new Nesterovs(0.1, 0.9)).instantiate(velocity, true);
    double[][] gradients = {{1, -2}, {1, 0}, {-3, 4}};
    double[][] steps = {{0.1, -0.2}, {0.19, -0.18}, {-0.129, 0.238}};
    for (int i = 0; i < gradients.length; i++) {
      INDArray gradient = Nd4j.createFromArray(new float[][] {toFloats(gradients[i])});
      updater.applyUpdater(gradient, i, 0);
      for (int k = 0; k < 2; k++) {
        assertThat(gradient.getDouble(0, k)).isCloseTo(steps[i][k], within(1e-6));
        assertThat(velocity.getDouble(0, k)).isCloseTo(-steps[i][k], within(1e-6));
      }
    }
  }

  /** More values than a piece has, and a last piece that is short. */
  @Test
  void rmsPropInPiecesTakesDl4jsSteps() {
    RmsProp config = new RmsProp(0.01, 0.9, 1e-7);
    INDArray theirState = Nd4j.zeros(1, 5000);
    INDArray ourState = Nd4j.zeros(1, 5000);
    GradientUpdater<?> theirs = config.instantiate(theirState, true);
    GradientUpdater<?> ours = new PiecewiseRmsProp(config).instantiate(ourState, true);
    Nd4j.getRandom().setSeed(1);
    for (int i = 0; i < 3; i++) {
      INDArray gradient = Nd4j.randn(1, 5000);
      INDArray step = gradient.dup();
      theirs.applyUpdater(gradient, i, 0);
      ours.applyUpdater(step, i, 0);
      assertThat(step.sub(gradient).amaxNumber().doubleValue()).isLessThan(1e-6);
      assertThat(ourState.sub(theirState).amaxNumber().doubleValue()).isLessThan(1e-6);
    }
  }

  private static float[] toFloats(double[] values) {
    return new float[] {(float) values[0], (float) values[1]};
  }

  /** With and without penalties; where DL4J has the optimizer, to the bit. */
  @ParameterizedTest
  @CsvSource({"sgd, 0", "nesterov, 0", "rmsprop, 0", "adam, 0", "adamw, 0", "sgd, 0.01"})
  void oneWorkerTrainsAsPlainDl4j(String optimizer, String l2) {
    TrainingConfig config = config("optimizer.name", optimizer, "regularization.l2", l2);
    try (Shards shards = Digits.shards(70, 1)) {
      ComputationGraph distributed = train(config, shards, new TrainingObserver() {});

      ComputationGraph plain = new ComputationGraph(network(config));
      plain.init();
      Shard shard = shards.rdd().first();
      for (int epoch = 0; epoch < config.epochs(); epoch++) {
        MinibatchOrder order = new MinibatchOrder(shard.size(), config.seed(), epoch, 0);
        for (int from = 0; from < shard.size(); from += BATCH) {
          int size = Math.min(BATCH, shard.size() - from);
          Minibatch minibatch = new Minibatch(size, Digits.SHAPE, Digits.CLASSES, config);
          minibatch.fill(shard, order, from, epoch);
          plain.fit(new INDArray[] {minibatch.features()}, new INDArray[] {minibatch.labels()});
        }
      }
      assertThat(distributed.params().toFloatVector()).isEqualTo(plain.params().toFloatVector());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"})
  void everyOptimizerLowersTheLoss(String optimizer) {
    List<Double> losses = new ArrayList<>();
    try (Shards shards = Digits.shards(200, 1)) {
      train(
          config("optimizer.name", optimizer),
          shards,
          new TrainingObserver() {
            @Override
            public void epochCompleted(EpochResult result, TrainingState next) {
              losses.add(result.loss());
            }
          });
    }
    assertThat(losses.get(2)).isLessThan(losses.get(1));
    assertThat(losses.get(1)).isLessThan(losses.get(0));
  }

  /** Adamw's decay and L2 both draw weights to zero. */
  @Test
  void weightDecayShrinksWeights() {
    try (Shards shards = Digits.shards(70, 1)) {
      double free = norm(config("optimizer.name", "adam"), shards);
      double decayed =
          norm(config("optimizer.name", "adamw", "optimizer.weight-decay", "1"), shards);
      double penalized = norm(config("optimizer.name", "adam", "regularization.l2", "0.1"), shards);
      assertThat(decayed).isLessThan(0.95 * free);
      assertThat(penalized).isLessThan(0.95 * free);
    }
  }

  private static double norm(TrainingConfig config, Shards shards) {
    return train(config, shards, new TrainingObserver() {})
        .getLayer("dense")
        .getParam("W")
        .norm2Number()
        .doubleValue();
  }

  @Test
  void smoothedLabelsShareWhatTheyTake() {
    try (Shards shards = Digits.shards(4, 1)) {
      Shard shard = shards.rdd().first();
      Minibatch minibatch =
          new Minibatch(
              4, Digits.SHAPE, Digits.CLASSES, config("regularization.label-smoothing", "0.2"));
      MinibatchOrder order = new MinibatchOrder(4, 1, 0, 0);
      minibatch.fill(shard, order, 0, 0);
      for (int i = 0; i < 4; i++) {
        for (int k = 0; k < Digits.CLASSES; k++) {
          boolean right = k == shard.label(order.at(i));
          assertThat(minibatch.labels().getFloat(i, k)).isEqualTo(right ? 0.82f : 0.02f);
        }
      }
    }
  }
}
