package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.LocalSpark;
import org.convspark.config.CheckpointConfig;
import org.convspark.config.InputException;
import org.convspark.config.TrainingConfig;
import org.convspark.data.shards.Shards;
import org.convspark.model.SavedModel;
import org.convspark.storage.Json;
import org.convspark.storage.Location;
import org.convspark.training.checkpoint.CheckpointSearch;
import org.convspark.training.checkpoint.CheckpointedNetwork;
import org.convspark.training.checkpoint.Checkpoints;
import org.convspark.training.replicas.ModelState;
import org.convspark.training.replicas.WorkerTime;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints, and that a training goes on from them as if nothing had happened. */
class ResumeTest {
  private static final Map<String, String> IDENTITY =
      Map.of("batch-size", "8", "dataset.name", "digits");

  /** Dropout, so that the random generator is part of what has to be gone on with. */
  private static final TrainingConfig CONFIG =
      TrainingConfigs.with(
          "training.epochs", "3",
          "training.workers", "2",
          "training.batch-size", "8",
          "training.averaging-frequency", "1",
          "regularization.dropout", "0.3");

  @TempDir Path directory;

  private Checkpoints checkpoints(Map<String, String> identity, int keep) throws IOException {
    return new Checkpoints(
        Location.of(directory.toString(), new Configuration()),
        new CheckpointConfig(1, 0, keep),
        new CheckpointedNetwork("digits", network(), Digits.INFO),
        identity,
        () -> {});
  }

  private static ComputationGraphConfiguration network() {
    return Optimization.regularized(Digits.network(Optimization.of(CONFIG)), CONFIG);
  }

  private static Trainer trainer() {
    return new Trainer(LocalSpark.context(), CONFIG, true);
  }

  private static float[] uninterrupted(Shards shards) {
    return trainer().train(network(), Digits.CLASSES, shards).params().toFloatVector();
  }

  private static TrainingObserver interruptAfter(int rounds, Trainer trainer) {
    AtomicInteger done = new AtomicInteger();
    return new TrainingObserver() {
      @Override
      public void roundCompleted(TrainingState state) {
        if (done.incrementAndGet() == rounds) {
          trainer.interrupt();
        }
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 7})
  void aRunInterruptedAnywhereEndsAsAnUninterruptedOne(int rounds) throws IOException {
    // 43 examples: shards of 22 and 21, three rounds an epoch.
    try (Shards shards = Digits.shards(43, 2)) {
      Trainer first = trainer().observer(checkpoints(IDENTITY, 2));
      first.observer(interruptAfter(rounds, first));
      assertThatThrownBy(() -> first.train(network(), Digits.CLASSES, shards))
          .isInstanceOf(TrainingInterruptedException.class);

      Optional<TrainingState> state = checkpoints(IDENTITY, 2).newest();
      assertThat(state).isPresent();
      assertThat(state.get().accumulator().workers().stream().mapToLong(WorkerTime::examples).sum())
          .isEqualTo(state.get().accumulator().examples());
      ComputationGraph resumed = trainer().from(state).train(network(), Digits.CLASSES, shards);
      assertThat(resumed.params().toFloatVector()).isEqualTo(uninterrupted(shards));
    }
  }

  /** The sum of the weights is part of what has to be gone on with. */
  @Test
  void aRunOfWeightedExamplesGoesOnToo() throws IOException {
    try (Shards shards = Digits.weightedShards(43, 2, id -> id % 5)) {
      List<Double> whole = new ArrayList<>();
      List<Double> resumed = new ArrayList<>();
      float[] expected =
          trainer()
              .observer(losses(whole))
              .train(network(), Digits.CLASSES, shards)
              .params()
              .toFloatVector();
      Trainer first = trainer().observer(checkpoints(IDENTITY, 2)).observer(losses(resumed));
      first.observer(interruptAfter(4, first));
      assertThatThrownBy(() -> first.train(network(), Digits.CLASSES, shards))
          .isInstanceOf(TrainingInterruptedException.class);

      ComputationGraph end =
          trainer()
              .from(checkpoints(IDENTITY, 2).newest())
              .observer(losses(resumed))
              .train(network(), Digits.CLASSES, shards);

      assertThat(end.params().toFloatVector()).isEqualTo(expected);
      assertThat(resumed).isEqualTo(whole).hasSize(3);
    }
  }

  private static TrainingObserver losses(List<Double> losses) {
    return new TrainingObserver() {
      @Override
      public void epochCompleted(EpochResult result, TrainingState next) {
        losses.add(result.loss());
      }
    };
  }

  @Test
  void sumsOfAnEarlierVersionWeighEveryExampleAlike() {
    EpochAccumulator read =
        Json.parse(
            "state.json",
            """
            {"epoch": 2, "minibatches": 3, "rounds": 1, "examples": 20, "loss_sum": 5.0,
             "correct": 12, "learning_rate": 0.1, "broadcast_nanos": 1, "aggregate_nanos": 1,
             "nanos": 9}
            """,
            EpochAccumulator.class);

    assertThat(read.weight()).isEqualTo(20);
    assertThat(read.loss()).isEqualTo(0.25);
  }

  @Test
  void aDamagedCheckpointIsSkippedForTheOneBefore() throws IOException {
    try (Shards shards = Digits.shards(43, 2)) {
      float[] whole = trainAll(shards, 3);
      List<Path> files = files();
      assertThat(files).hasSize(3);
      byte[] newest = Files.readAllBytes(files.get(2));
      newest[newest.length / 2] ^= 1;
      damage(files.get(2), newest);
      damage(files.get(1), new byte[] {1, 2, 3});

      Optional<TrainingState> state;
      try (CapturedLog log = new CapturedLog(CheckpointSearch.class)) {
        state = checkpoints(IDENTITY, 3).newest();
        assertThat(log.messages())
            .hasSize(2)
            .anySatisfy(
                line ->
                    assertThat(line)
                        .matches(
                            "WARN Checkpoint \\S+/epoch-0004-round-00000\\.zip is damaged"
                                + " \\(invalid .+\\) and skipped;"
                                + " going on from epoch-0002-round-00000\\.zip instead"))
            .anySatisfy(
                line ->
                    assertThat(line)
                        .startsWith("WARN Checkpoint ")
                        .endsWith(
                            "epoch-0003-round-00000.zip is damaged (no state.json in it) and"
                                + " skipped; going on from epoch-0002-round-00000.zip instead"));
      }
      assertThat(state.orElseThrow().epoch()).isEqualTo(2);
      assertThat(
              trainer()
                  .from(state)
                  .train(network(), Digits.CLASSES, shards)
                  .params()
                  .toFloatVector())
          .isEqualTo(whole);
    }
  }

  /** To begin again at epoch 1 would look like resuming, and give away what there is. */
  /** As a machine whose locale has other digits once named them. */
  @Test
  void filesThatAreNoCheckpointsAreNotStartedOverFrom() throws IOException {
    Files.createFile(directory.resolve("epoch-\u0660\u0660\u0660\u0662-round-00000.zip"));

    Checkpoints others = checkpoints(IDENTITY, 2);
    assertThatThrownBy(others::newest)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("files of other names than a checkpoint's (epoch-")
        .hasMessageContaining("--overwrite in place of --resume");
  }

  @Test
  void whereAllCheckpointsAreDamagedNothingIsTrained() throws IOException {
    try (Shards shards = Digits.shards(43, 2)) {
      trainAll(shards, 2);
    }
    for (Path file : files()) {
      byte[] whole = Files.readAllBytes(file);
      damage(file, Arrays.copyOf(whole, whole.length / 2));
    }
    Checkpoints damaged = checkpoints(IDENTITY, 2);
    assertThatThrownBy(damaged::newest)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            directory.toString(),
            "damaged checkpoints only (epoch-0004-round-00000.zip: ",
            "; epoch-0003-round-00000.zip: ",
            "expected a whole one to resume from",
            "start anew, with --overwrite in place of --resume");
  }

  private static void damage(Path file, byte[] content) throws IOException {
    Files.write(file, content);
  }

  private float[] trainAll(Shards shards, int keep) throws IOException {
    return trainer()
        .observer(checkpoints(IDENTITY, keep))
        .train(network(), Digits.CLASSES, shards)
        .params()
        .toFloatVector();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".zip")).sorted().toList();
    }
  }

  /** Killed between its last epoch and its end. */
  @Test
  void aTrainingThatHadStoppedEarlyTrainsNoFurther() {
    TrainingConfig config =
        TrainingConfigs.with(
            "training.epochs", "9",
            "training.workers", "2",
            "training.validation-split", "0.2",
            "stopping.monitor", "val_loss",
            "stopping.patience", "1");
    ComputationGraph best = new ComputationGraph(network());
    best.init();
    ModelState model = ModelState.of(best);
    TrainingState stopped =
        new TrainingState(
            model,
            3,
            EpochAccumulator.start(3),
            new TrainingState.Best(1, new Score(0.5, 0.8), model),
            1,
            1);
    AtomicInteger epochs = new AtomicInteger();
    try (Shards shards = Digits.shards(43, 2)) {
      ComputationGraph resumed =
          new Trainer(LocalSpark.context(), config, true)
              .from(Optional.of(stopped))
              .observer(
                  new TrainingObserver() {
                    @Override
                    public void epochStarted(int epoch, long minibatches) {
                      epochs.incrementAndGet();
                    }
                  })
              .train(network(), Digits.CLASSES, shards);
      assertThat(resumed.params().toFloatVector()).isEqualTo(model.parameters());
    }
    assertThat(epochs).hasValue(0);
  }

  @Test
  void onlyTheNewestAreKept() throws IOException {
    try (Shards shards = Digits.shards(43, 2)) {
      trainAll(shards, 2);
      assertThat(files())
          .extracting(f -> f.getFileName().toString())
          .containsExactly("epoch-0003-round-00000.zip", "epoch-0004-round-00000.zip");
    }
  }

  @Test
  void anotherConfigurationIsRefusedByName() throws IOException {
    try (Shards shards = Digits.shards(43, 2)) {
      trainAll(shards, 1);
      Checkpoints other = checkpoints(Map.of("batch-size", "16", "dataset.name", "digits"), 1);
      assertThatThrownBy(other::newest)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("found batch-size 8, expected 16 as now given; resume with the");
    }
  }

  @Test
  void anotherDatasetIsRefusedByName() throws IOException {
    try (Shards shards = Digits.shards(43, 2)) {
      trainAll(shards, 1);
      Checkpoints other = checkpoints(Map.of("batch-size", "8", "dataset.name", "letters"), 1);
      assertThatThrownBy(other::newest)
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll("dataset.name digits", "letters as now given");
    }
  }

  @Test
  void aCheckpointThatNamesSettingsByTheirFieldsIsGoneOnFrom() throws IOException {
    ModelState model = new ModelState(new float[] {1}, new float[] {2}, 3);
    TrainingState state = new TrainingState(model, 2, EpochAccumulator.start(2), null, 0, 1);
    Map<String, String> former =
        Map.of(
            "batchSize", "8",
            "optimizer.optimizer", "\"ADAM\"",
            "augmentation", "null",
            "dataset.name", "\"digits\"");
    checkpoints(former, 1).interrupted(state);

    Map<String, String> now =
        Map.of("batch-size", "8", "optimizer", "adam", "dataset.name", "\"digits\"");
    assertThat(checkpoints(now, 1).newest()).isPresent();
    Checkpoints other = checkpoints(Map.of("batch-size", "8", "optimizer", "sgd"), 1);
    assertThatThrownBy(other::newest)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found optimizer adam, expected sgd as now given");
    Checkpoints more = checkpoints(Map.of("batch-size", "8", "rho", "0.9"), 1);
    assertThatThrownBy(more::newest)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found no rho, expected 0.9 as now given");
  }

  @Test
  void noCheckpointIsNoState() throws IOException {
    assertThat(checkpoints(IDENTITY, 1).newest()).isEmpty();
  }

  /** Of the three that are kept, the newest where their directory is named. */
  @Test
  void aCheckpointIsAModelAsTrainingStood() throws IOException {
    try (Shards shards = Digits.shards(43, 2)) {
      trainAll(shards, 3);
    }
    TrainingState state = checkpoints(IDENTITY, 3).newest().orElseThrow();
    Path newest = files().get(2);
    ComputationGraph plain = ComputationGraph.load(newest.toFile(), true);
    SavedModel model = SavedModel.open(directory.toString(), new Configuration());

    assertThat(model.file().name()).isEqualTo("epoch-0004-round-00000.zip");
    assertThat(model.name()).isEqualTo("digits");
    assertThat(model.input(Optional.empty()).shape()).isEqualTo(Digits.SHAPE);
    assertThat(model.origin().properties()).containsEntry("dataset", "digits");
    for (ComputationGraph graph : List.of(plain, model.graph())) {
      assertThat(ModelState.of(graph)).usingRecursiveComparison().isEqualTo(state.model());
      assertThat(graph.getConfiguration().getEpochCount()).isEqualTo(3);
    }
  }

  @Test
  void theBestModelTravelsInTheCheckpoint() throws IOException {
    TrainingState.Best best =
        new TrainingState.Best(
            2, new Score(0.5, 0.9), new ModelState(new float[] {3, 4}, new float[] {5}, 6));
    TrainingState state =
        new TrainingState(
            new ModelState(new float[] {1, Float.MIN_VALUE}, new float[0], 9),
            4,
            EpochAccumulator.start(4),
            best,
            1,
            12.5);
    Checkpoints checkpoints = checkpoints(IDENTITY, 1);
    checkpoints.interrupted(state);
    TrainingState read = checkpoints.newest().orElseThrow();
    assertThat(read).usingRecursiveComparison().isEqualTo(state);
  }
}
