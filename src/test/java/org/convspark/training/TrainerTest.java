package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Distributed training against what it must equal, worked out on one machine. */
@Tag("numerical")
class TrainerTest {
  private static final IUpdater RMSPROP = new RmsProp(0.01);

  /** A constant learning rate, that of the networks below. */
  private static TrainingConfig config(
      int epochs, int batch, int workers, int frequency, double rate) {
    return TrainingConfigs.constantRate(epochs, batch, workers, frequency, rate);
  }

  private static ComputationGraphConfiguration network(IUpdater updater) {
    return Digits.network(new NeuralNetConfiguration.Builder().seed(1).updater(updater));
  }

  /** Without acceleration, so that the arithmetic is plain DL4J's to the bit. */
  private static ComputationGraph train(
      ComputationGraphConfiguration network, TrainingConfig config, Shards shards) {
    return new Trainer(LocalSpark.context(), config, false).train(network, Digits.CLASSES, shards);
  }

  private static ComputationGraph plain(ComputationGraphConfiguration network) {
    ComputationGraph graph = new ComputationGraph(network.clone());
    graph.init();
    return graph;
  }

  /** Plain DL4J over the minibatches {@code from} to {@code to - 1} of a worker's epoch. */
  private static void fit(
      ComputationGraph graph, Shard shard, int epoch, int worker, int batch, int from, int to) {
    MinibatchOrder order = new MinibatchOrder(shard.size(), 1, epoch, worker);
    for (int i = from * batch; i < Math.min(to * batch, shard.size()); i += batch) {
      Minibatch minibatch =
          new Minibatch(
              Math.min(batch, shard.size() - i),
              Digits.SHAPE,
              Digits.CLASSES,
              TrainingConfigs.with());
      minibatch.fill(shard, order, i, epoch);
      graph.fit(new INDArray[] {minibatch.features()}, new INDArray[] {minibatch.labels()});
    }
  }

  private static float[] parameters(ComputationGraph graph) {
    return graph.params().toFloatVector();
  }

  private static float[] updater(ComputationGraph graph) {
    return graph.getUpdater().getStateViewArray().toFloatVector();
  }

  @BeforeEach
  void plainDl4j() {
    Acceleration.apply(false);
  }

  @Test
  void oneWorkerIsOrdinaryMinibatchTraining() {
    try (Shards shards = Digits.shards(70, 1)) {
      ComputationGraph distributed = train(network(RMSPROP), config(2, 16, 1, 3, 0.01), shards);

      ComputationGraph plain = plain(network(RMSPROP));
      Shard shard = shards.rdd().first();
      for (int epoch = 0; epoch < 2; epoch++) {
        fit(plain, shard, epoch, 0, 16, 0, 5);
      }
      assertThat(parameters(distributed)).isEqualTo(parameters(plain));
      assertThat(updater(distributed)).isEqualTo(updater(plain));
    }
  }

  @Test
  void aRoundIsTheAverageWeightedByExamples() {
    // 37 examples make shards of 19 and 18. In minibatches of 18 the second round has one example
    // for one worker and none for the other.
    try (Shards shards = Digits.shards(37, 2)) {
      ComputationGraph distributed = train(network(RMSPROP), config(1, 18, 2, 1, 0.01), shards);

      List<Shard> parts = shards.rdd().collect();
      ComputationGraph left = plain(network(RMSPROP));
      ComputationGraph right = plain(network(RMSPROP));
      fit(left, parts.get(0), 0, 0, 18, 0, 1);
      fit(right, parts.get(1), 0, 1, 18, 0, 1);
      ComputationGraph mean = plain(network(RMSPROP));
      mean.params().assign(Nd4j.createFromArray(mean(parameters(left), parameters(right))));
      mean.getUpdater()
          .getStateViewArray()
          .assign(Nd4j.createFromArray(mean(updater(left), updater(right))));
      fit(mean, parts.get(0), 0, 0, 18, 1, 2);

      assertThat(parameters(distributed)).isEqualTo(parameters(mean));
      assertThat(updater(distributed)).isEqualTo(updater(mean));
    }
  }

  private static float[] mean(float[] a, float[] b) {
    float[] mean = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      mean[i] = (float) ((18.0 * a[i] + 18.0 * b[i]) / 36);
    }
    return mean;
  }

  @Test
  void unequalMinibatchesCountByTheirExamples() {
    try (Shards shards = Digits.shards(37, 2)) {
      ComputationGraph distributed = train(network(new Sgd(0.1)), config(1, 32, 2, 1, 0.1), shards);

      List<Shard> parts = shards.rdd().collect();
      float[][] trained = new float[2][];
      for (int worker = 0; worker < 2; worker++) {
        ComputationGraph graph = plain(network(new Sgd(0.1)));
        fit(graph, parts.get(worker), 0, worker, 32, 0, 1);
        trained[worker] = parameters(graph);
      }
      float[] expected = new float[trained[0].length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (float) ((19.0 * trained[0][i] + 18.0 * trained[1][i]) / 37);
      }
      assertThat(parameters(distributed)).isEqualTo(expected);
    }
  }

  @Test
  void twoWorkersAveragingEveryMinibatchAreOneWithTheDoubleBatch() {
    try (Shards shards = Digits.shards(64, 2)) {
      ComputationGraph distributed = train(network(new Sgd(0.1)), config(1, 32, 2, 1, 0.1), shards);

      ComputationGraph plain = plain(network(new Sgd(0.1)));
      INDArray features = Nd4j.create(64, 1, 28, 28);
      INDArray labels = Nd4j.create(64, Digits.CLASSES);
      int row = 0;
      for (Shard shard : shards.rdd().collect()) {
        for (int i = 0; i < shard.size(); i++, row++) {
          float[] pixels = new float[Digits.SHAPE.size()];
          shard.pixels(i, pixels, 0);
          features.putRow(row, Nd4j.createFromArray(pixels).reshape(1, 28, 28));
          labels.putScalar(row, shard.label(i), 1);
        }
      }
      plain.fit(new INDArray[] {features}, new INDArray[] {labels});
      assertThat(plain.params().sub(distributed.params()).amaxNumber().doubleValue())
          .isLessThan(1e-6);
    }
  }

  @Test
  void theSameSeedGivesTheSameParametersBitForBit() {
    try (Shards shards = Digits.shards(90, 3)) {
      float[] first = parameters(train(network(RMSPROP), config(2, 8, 3, 2, 0.01), shards));
      float[] second = parameters(train(network(RMSPROP), config(2, 8, 3, 2, 0.01), shards));
      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  @DisplayName("more workers than task slots train, neither waiting nor dying")
  void workersBeyondTheDirectOnesAreSummedInGroups() {
    // Every worker has one example, so the average must be that of all, whatever the grouping.
    int workers = Aggregation.DIRECT + 5;
    try (Shards shards = Digits.shards(workers, workers)) {
      ComputationGraph distributed =
          train(network(new Sgd(0.1)), config(1, 4, workers, 1, 0.1), shards);

      List<Shard> parts = shards.rdd().collect();
      double[] sum = null;
      for (int worker = 0; worker < workers; worker++) {
        ComputationGraph graph = plain(network(new Sgd(0.1)));
        fit(graph, parts.get(worker), 0, worker, 4, 0, 1);
        float[] values = parameters(graph);
        sum = sum == null ? new double[values.length] : sum;
        for (int i = 0; i < values.length; i++) {
          sum[i] += values[i];
        }
      }
      float[] trained = parameters(distributed);
      for (int i = 0; i < sum.length; i++) {
        assertThat(trained[i]).isCloseTo((float) (sum[i] / workers), offset(1e-7f));
      }
    }
  }

  @Test
  @DisplayName("examples need not divide by workers or minibatches, and each is trained once")
  void everyExampleIsCountedOnceInLossAndAccuracy() {
    List<EpochResult> epochs = new ArrayList<>();
    try (Shards shards = Digits.shards(101, 2)) {
      new Trainer(LocalSpark.context(), config(2, 16, 2, 2, 0.01), true)
          .observer(
              new TrainingObserver() {
                @Override
                public void epochCompleted(EpochResult result, TrainingState next) {
                  epochs.add(result);
                }
              })
          .train(network(RMSPROP), Digits.CLASSES, shards);
    }
    assertThat(epochs).extracting(EpochResult::examples).containsExactly(101L, 101L);
    // Shards of 51 and 50 in minibatches of 16: four each, in two rounds.
    assertThat(epochs).extracting(EpochResult::minibatches).containsExactly(8L, 8L);
    assertThat(epochs).extracting(EpochResult::rounds).containsExactly(2, 2);
    for (EpochResult epoch : epochs) {
      assertThat(epoch.workerExamples()).containsExactly(51L, 50L);
      assertThat(epoch.workerSeconds()).allSatisfy(seconds -> assertThat(seconds).isPositive());
    }
    assertThat(epochs.get(0).loss()).isBetween(2.0, 2.8);
    assertThat(epochs.get(1).loss()).isLessThan(epochs.get(0).loss());
  }

  @Test
  void aLossThatIsNoNumberFailsWithWorkerRoundAndMinibatch() {
    try (Shards shards = Digits.shards(64, 2)) {
      assertThatThrownBy(() -> train(network(new Sgd(1e30)), config(1, 8, 2, 2, 1e30), shards))
          .isInstanceOf(TrainingException.class)
          .hasMessageMatching(
              "epoch 1, round \\d+: worker \\d: the loss became .* in minibatch \\d+ of the epoch;"
                  + " try a lower --learning-rate");
    }
  }

  /** The rate is a sane one in the first epoch, and grows beyond all measure in the second. */
  @Test
  @DisplayName("training never fails silently: infinity half-way is an error with its place")
  void infinityInTheMiddleOfATrainingFailsWithWorkerRoundAndMinibatch() {
    TrainingConfig config =
        TrainingConfigs.with(
            "training.epochs", "3",
            "training.batch-size", "8",
            "training.workers", "2",
            "training.averaging-frequency", "2",
            "optimizer.learning-rate", "0.01",
            "schedule.name", "step",
            "schedule.warm-up", "0",
            "schedule.step-epochs", "1",
            "schedule.step-factor", "1e30");
    List<Integer> epochs = new ArrayList<>();
    try (Shards shards = Digits.shards(64, 2)) {
      Trainer trainer =
          new Trainer(LocalSpark.context(), config, false)
              .observer(
                  new TrainingObserver() {
                    @Override
                    public void epochCompleted(EpochResult result, TrainingState next) {
                      epochs.add(result.epoch());
                    }
                  });
      assertThatThrownBy(() -> trainer.train(network(new Sgd(0.01)), Digits.CLASSES, shards))
          .isInstanceOf(TrainingException.class)
          .hasMessageMatching(
              "epoch 2, round 1: worker \\d: the loss became \\S+ in minibatch 2 of the epoch;"
                  + " try a lower --learning-rate");
    }
    assertThat(epochs).containsExactly(1);
  }

  @Test
  @DisplayName("an epoch that trained nothing is a failure, not a completed epoch")
  void parametersThatStayAsTheyWereFailTheRun() {
    try (Shards shards = Digits.shards(64, 2)) {
      assertThatThrownBy(() -> train(network(new Sgd(1e-60)), config(1, 8, 2, 2, 1e-60), shards))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("left every parameter as it was");
    }
  }
}
