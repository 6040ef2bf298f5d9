package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.config.training.CheckpointConfig;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.shards.Shards;
import org.convspark.model.SavedModel;
import org.convspark.storage.Location;
import org.convspark.storage.text.Json;
import org.convspark.training.checkpoint.Checkpoint;
import org.convspark.training.checkpoint.CheckpointSearch;
import org.convspark.training.checkpoint.CheckpointedNetwork;
import org.convspark.training.checkpoint.Checkpoints;
import org.convspark.training.checkpoint.RunComparison;
import org.convspark.training.replicas.ModelState;
import org.convspark.training.replicas.WorkerTime;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.impl.ActivationReLU;

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
        () -> EpochLines.bytes(epochs),
        () -> {});
  }

  /** As the history would have them. */
  private final List<EpochResult> epochs = new ArrayList<>();

  private Optional<TrainingState> newest(Checkpoints checkpoints) {
    return checkpoints
        .newest(new RunComparison(Settings.defaults(), List.of("training.batch-size")))
        .map(Checkpoint::state);
  }

  private TrainingObserver history() {
    return new TrainingObserver() {
      @Override
      public void epochCompleted(EpochResult result, TrainingState next) {
        epochs.add(result);
      }
    };
  }

  /** Arrays as long as the network's. */
  private static ModelState model(float parameter, int iteration) {
    ComputationGraph graph = new ComputationGraph(network());
    graph.init();
    float[] parameters = graph.params().toFloatVector();
    Arrays.fill(parameters, parameter);
    return new ModelState(
        parameters, graph.getUpdater().getStateViewArray().toFloatVector(), iteration);
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
      Trainer first = trainer().observer(history()).observer(checkpoints(IDENTITY, 2));
      first.observer(interruptAfter(rounds, first));
      assertThatThrownBy(() -> first.train(network(), Digits.CLASSES, shards))
          .isInstanceOf(TrainingInterruptedException.class);

      Optional<TrainingState> state = newest(checkpoints(IDENTITY, 2));
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
      Trainer first =
          trainer()
              .observer(history())
              .observer(checkpoints(IDENTITY, 2))
              .observer(losses(resumed));
      first.observer(interruptAfter(4, first));
      assertThatThrownBy(() -> first.train(network(), Digits.CLASSES, shards))
          .isInstanceOf(TrainingInterruptedException.class);

      ComputationGraph end =
          trainer()
              .from(newest(checkpoints(IDENTITY, 2)))
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
        state = newest(checkpoints(IDENTITY, 3));
        assertThat(log.messages())
            .hasSize(2)
            .anySatisfy(
                line ->
                    assertThat(line)
                        .matches(
                            "WARN Checkpoint \\S+/epoch-0003\\.zip is damaged"
                                + " \\(invalid .+\\) and skipped;"
                                + " going on from epoch-0001\\.zip instead"))
            .anySatisfy(
                line ->
                    assertThat(line)
                        .startsWith("WARN Checkpoint ")
                        .endsWith(
                            "epoch-0002.zip is damaged (no state.json in it) and"
                                + " skipped; going on from epoch-0001.zip instead"));
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

  /** As a machine whose locale has other digits once named them. */
  @Test
  void filesThatAreNoCheckpointsAreNotStartedOverFrom() throws IOException {
    Files.createFile(directory.resolve("epoch-\u0660\u0660\u0660\u0662.zip"));

    Checkpoints others = checkpoints(IDENTITY, 2);
    assertThatThrownBy(() -> newest(others))
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
    assertThatThrownBy(() -> newest(damaged))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            directory.toString(),
            "damaged checkpoints only (epoch-0003.zip: ",
            "; epoch-0002.zip: ",
            "expected a whole one to resume from",
            "start anew, with --overwrite in place of --resume");
  }

  private static void damage(Path file, byte[] content) throws IOException {
    Files.write(file, content);
  }

  private float[] trainAll(Shards shards, int keep) throws IOException {
    return trainer()
        .observer(history())
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
          .containsExactly("epoch-0002.zip", "epoch-0003.zip");
    }
  }

  @Test
  void anotherConfigurationIsRefusedByName() throws IOException {
    try (Shards shards = Digits.shards(43, 2)) {
      trainAll(shards, 1);
      Checkpoints other = checkpoints(Map.of("batch-size", "16", "dataset.name", "digits"), 1);
      assertThatThrownBy(() -> newest(other))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(
              "found --batch-size 8, expected --batch-size 16 by default; resume with the");
    }
  }

  @Test
  void anotherDatasetIsRefusedByName() throws IOException {
    try (Shards shards = Digits.shards(43, 2)) {
      trainAll(shards, 1);
      Checkpoints other = checkpoints(Map.of("batch-size", "8", "dataset.name", "letters"), 1);
      assertThatThrownBy(() -> newest(other))
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll("dataset.name digits", "letters as now given");
    }
  }

  @Test
  void aCheckpointThatNamesSettingsByTheirFieldsIsGoneOnFrom() throws IOException {
    ModelState model = model(1, 3);
    epochs.add(Epochs.plain(1, 0.5, 0.9, 0.001));
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
    assertThat(newest(checkpoints(now, 1))).isPresent();
    Checkpoints other = checkpoints(Map.of("batch-size", "8", "optimizer", "sgd"), 1);
    assertThatThrownBy(() -> newest(other))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found optimizer.name adam, expected optimizer.name sgd by default");
    Checkpoints more = checkpoints(Map.of("batch-size", "8", "rho", "0.9"), 1);
    assertThatThrownBy(() -> newest(more))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found no optimizer.rho, expected optimizer.rho 0.9 by default");
  }

  @Test
  void noCheckpointIsNoState() throws IOException {
    assertThat(newest(checkpoints(IDENTITY, 1))).isEmpty();
  }

  /** Of the three that are kept, the newest where their directory is named. */
  @Test
  void aCheckpointIsAModelAsTrainingStood() throws IOException {
    try (Shards shards = Digits.shards(43, 2)) {
      trainAll(shards, 3);
    }
    TrainingState state = newest(checkpoints(IDENTITY, 3)).orElseThrow();
    Path newest = files().get(2);
    ComputationGraph plain = ComputationGraph.load(newest.toFile(), true);
    SavedModel model = SavedModel.open(directory.toString(), new Configuration());

    assertThat(model.file().name()).isEqualTo("epoch-0003.zip");
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
    for (int epoch = 1; epoch < 4; epoch++) {
      epochs.add(Epochs.plain(epoch, 0.5, 0.9, 0.001));
    }
    TrainingState.Best best = new TrainingState.Best(2, new Score(0.5, 0.9), model(3, 6));
    TrainingState state =
        new TrainingState(model(Float.MIN_VALUE, 9), 4, EpochAccumulator.start(4), best, 1, 12.5);
    Checkpoints checkpoints = checkpoints(IDENTITY, 1);
    checkpoints.interrupted(state);
    TrainingState read = newest(checkpoints).orElseThrow();
    assertThat(read).usingRecursiveComparison().isEqualTo(state);
    assertThat(
            checkpoints
                .newest(new RunComparison(Settings.defaults(), List.of()))
                .orElseThrow()
                .epochs())
        .hasValue(epochs);
  }

  /** Of another run, which its owner put there under the name of one of this. */
  @Test
  void aCheckpointUnderTheNameOfAnotherIsDamaged() throws IOException {
    epochs.add(Epochs.plain(1, 0.5, 0.9, 0.001));
    Checkpoints checkpoints = checkpoints(IDENTITY, 1);
    checkpoints.interrupted(
        new TrainingState(model(1, 3), 2, EpochAccumulator.start(2), null, 0, 1));
    Files.move(files().get(0), directory.resolve("epoch-0003.zip"));

    assertThatThrownBy(() -> newest(checkpoints))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("(epoch-0003.zip: the content of epoch-0001.zip)");
  }

  /** Who is told to stop right then must not delete it with its directory. */
  @Test
  void thatThereIsSomethingToKeepIsSaidBeforeACheckpointHasItsName() throws IOException {
    List<List<String>> there = new ArrayList<>();
    new Checkpoints(
            Location.of(directory.toString(), new Configuration()),
            new CheckpointConfig(1, 0, 1),
            new CheckpointedNetwork("digits", network(), Digits.INFO),
            IDENTITY,
            () -> new byte[0],
            () -> there.add(List.of(directory.toFile().list((in, name) -> !name.startsWith(".")))))
        .interrupted(new TrainingState(model(1, 3), 2, EpochAccumulator.start(2), null, 0, 1));

    assertThat(there).containsExactly(List.of());
    assertThat(directory.resolve("epoch-0001.zip")).exists();
  }

  /** The user's own, whose file has other layers by now under its old name. */
  @Test
  void aNetworkThatWasEditedIsNamedWithItsLayers() throws IOException {
    epochs.add(Epochs.plain(1, 0.5, 0.9, 0.001));
    checkpoints(IDENTITY, 1)
        .interrupted(new TrainingState(model(1, 3), 2, EpochAccumulator.start(2), null, 0, 1));
    ComputationGraphConfiguration edited = network();
    // As many parameters as before: their number gives nothing away.
    ((DenseLayer) ((LayerVertex) edited.getVertices().get("dense")).getLayerConf().getLayer())
        .setActivationFn(new ActivationReLU());
    Checkpoints now =
        new Checkpoints(
            Location.of(directory.toString(), new Configuration()),
            new CheckpointConfig(1, 0, 1),
            new CheckpointedNetwork("file:mine.json", edited, Digits.INFO),
            IDENTITY,
            () -> new byte[0],
            () -> {});

    assertThatThrownBy(() -> newest(now))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("epoch-0001.zip: found a checkpoint of file:mine.json with other")
        .hasMessageContaining("other layers (dense), expected those that file:mine.json has now");
  }

  /** With fewer parameters than the checkpoint has, or more: that makes it no damaged one. */
  @Test
  void aNetworkOfAnotherSizeIsNamedAndNotTakenForDamage() throws IOException {
    writeOne(IDENTITY);
    for (int width : new int[] {3, 300}) {
      ComputationGraphConfiguration edited = network();
      ((DenseLayer) ((LayerVertex) edited.getVertices().get("dense")).getLayerConf().getLayer())
          .setNOut(width);
      ((FeedForwardLayer)
              ((LayerVertex) edited.getVertices().get("output")).getLayerConf().getLayer())
          .setNIn(width);
      Checkpoints now = checkpoints("file:mine.json", edited, Map.of("network", "file:mine.json"));
      assertThatThrownBy(() -> newest(now))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("found no network, expected network file:mine.json");
      Checkpoints same = checkpoints("file:mine.json", edited, IDENTITY);
      assertThatThrownBy(() -> newest(same))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("other layers (dense, output), expected those that");
    }
  }

  /** The file may be whole, and is left alone. */
  @Test
  void anErrorOfTheFileSystemIsNotTakenForDamage() throws IOException {
    writeOne(IDENTITY);
    Configuration failing = new Configuration();
    failing.set("fs.file.impl", Failing.class.getName());
    failing.setBoolean("fs.file.impl.disable.cache", true);
    Checkpoints now =
        new Checkpoints(
            Location.of(directory.toString(), failing),
            new CheckpointConfig(1, 0, 1),
            new CheckpointedNetwork("digits", network(), Digits.INFO),
            IDENTITY,
            () -> new byte[0],
            () -> {});
    int length = (int) Files.size(files().get(0));
    for (int bytes : new int[] {0, 100, length / 2}) {
      Failing.after = bytes;
      assertThatThrownBy(() -> newest(now))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("epoch-0001.zip: found a checkpoint that can't be read (no answer)")
          .hasMessageNotContaining("--overwrite");
    }
    assertThat(newest(checkpoints(IDENTITY, 1))).isPresent();
  }

  /** A file system that is away after some bytes of a file. */
  static final class Failing extends RawLocalFileSystem {
    private static int after;

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int buffer) throws IOException {
      if (after == 0) {
        throw new IOException("no answer");
      }
      return new FSDataInputStream(new FailingStream(super.open(path, buffer), after));
    }
  }

  private static final class FailingStream extends FSInputStream {
    private final FSDataInputStream in;
    private int left;

    FailingStream(FSDataInputStream in, int left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public void seek(long place) throws IOException {
      in.seek(place);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long place) {
      return false;
    }

    @Override
    public int read() throws IOException {
      if (left-- <= 0) {
        throw new IOException("no answer");
      }
      return in.read();
    }
  }

  /** Its history was cut before this version went on with it, and can't be had back. */
  @Test
  void epochsThatAreMissingForGoodMakeNoCheckpointADamagedOne() throws IOException {
    epochs.add(Epochs.plain(1, 0.5, 0.9, 0.001));
    epochs.add(Epochs.plain(4, 0.5, 0.9, 0.001));
    Checkpoints checkpoints = checkpoints(IDENTITY, 1);
    for (int missing = 0; missing < 3; missing++) {
      checkpoints.interrupted(
          new TrainingState(model(1, 3), 6, EpochAccumulator.start(6), null, 0, 1));
      assertThat(
              checkpoints(IDENTITY, 1)
                  .newest(new RunComparison(Settings.defaults(), List.of()))
                  .orElseThrow()
                  .epochs())
          .hasValue(epochs);
      if (!epochs.isEmpty()) {
        epochs.remove(0);
      }
      Files.delete(files().get(0));
    }
    epochs.add(Epochs.plain(6, 0.5, 0.9, 0.001));
    checkpoints.interrupted(
        new TrainingState(model(1, 3), 6, EpochAccumulator.start(6), null, 0, 1));
    assertThatThrownBy(() -> newest(checkpoints))
        .hasMessageContaining("history.jsonl not of the epochs before epoch 6");
  }

  /** What is written after going on from an older one stands before the damaged one by its name. */
  @Test
  void aDamagedCheckpointNeverOutlivesANewerOne() throws IOException {
    Checkpoints before = checkpoints(IDENTITY, 2);
    for (int epoch = 2; epoch < 5; epoch++) {
      epochs.add(Epochs.plain(epoch - 1, 0.5, 0.9, 0.001));
      before.interrupted(at(epoch));
    }
    assertThat(names()).containsExactly("epoch-0002.zip", "epoch-0003.zip");
    damage(directory.resolve("epoch-0003.zip"), new byte[] {1, 2, 3});

    Checkpoints resumed = checkpoints(IDENTITY, 1);
    assertThat(newest(resumed).orElseThrow().epoch()).isEqualTo(3);
    assertThat(new CheckpointSearch(Location.of(directory.toString(), new Configuration())))
        .extracting(CheckpointSearch::newestName)
        .isEqualTo(Optional.of("epoch-0002.zip"));
    assertThat(directory.resolve("epoch-0003.zip.damaged")).hasBinaryContent(new byte[] {1, 2, 3});
    epochs.remove(2);
    resumed.interrupted(inRound(3));
    assertThat(names()).containsExactly("epoch-0003-round-00001.zip");
    assertThat(newest(checkpoints(IDENTITY, 1))).isPresent();
  }

  /** To replace a file takes two renames, between which it may be killed. */
  @Test
  void aStateThatWasJustWrittenIsNotWrittenAgain() throws IOException {
    Checkpoints checkpoints = checkpoints(IDENTITY, 1);
    epochs.add(Epochs.plain(1, 0.5, 0.9, 0.001));
    checkpoints.epochCompleted(epochs.get(0), at(2));
    Object written = key(files().get(0));
    checkpoints.interrupted(at(2));
    assertThat(key(files().get(0))).isEqualTo(written);

    Checkpoints resumed = checkpoints(IDENTITY, 1);
    newest(resumed);
    resumed.interrupted(at(2));
    assertThat(key(files().get(0))).isEqualTo(written);
    resumed.interrupted(inRound(2));
    assertThat(names()).containsExactly("epoch-0002-round-00001.zip");
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey() + file.toString();
  }

  private static TrainingState at(int epoch) {
    return new TrainingState(model(1, 3), epoch, EpochAccumulator.start(epoch), null, 0, 1);
  }

  private static TrainingState inRound(int epoch) {
    return new TrainingState(
        model(1, 4),
        epoch,
        new EpochAccumulator(
            epoch, 1, 1, 8, 8.0, 4.0, 6, 0.001, List.of(new WorkerTime(0, 8, 1)), 1, 1, 9),
        null,
        0,
        1);
  }

  private List<String> names() throws IOException {
    return files().stream().map(each -> each.getFileName().toString()).toList();
  }

  private void writeOne(Map<String, String> identity) throws IOException {
    epochs.add(Epochs.plain(1, 0.5, 0.9, 0.001));
    checkpoints(identity, 1).interrupted(at(2));
  }

  private Checkpoints checkpoints(
      String name, ComputationGraphConfiguration network, Map<String, String> identity) {
    return new Checkpoints(
        Location.of(directory.toString(), new Configuration()),
        new CheckpointConfig(1, 0, 1),
        new CheckpointedNetwork(name, network, Digits.INFO),
        identity,
        () -> new byte[0],
        () -> {});
  }
}
