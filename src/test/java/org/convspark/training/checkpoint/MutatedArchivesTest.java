package org.convspark.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.model.ModelFile;
import org.convspark.model.ModelOrigin;
import org.convspark.model.SavedModel;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.storage.Location;
import org.convspark.training.EpochAccumulator;
import org.convspark.training.EpochLines;
import org.convspark.training.Epochs;
import org.convspark.training.Optimization;
import org.convspark.training.Score;
import org.convspark.training.TrainingConfigs;
import org.convspark.training.TrainingState;
import org.convspark.training.replicas.ModelState;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is changed in a checkpoint or a model.zip, with its checksums made right: it is refused,
 * or it loads. What native code gets has the length that it is to have, or this test ends with the
 * JVM.
 */
final class MutatedArchivesTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final int MUTATIONS = 200;
  private static final ImageShape SHAPE = new ImageShape(12, 12, 1);
  private static final DatasetInfo INFO =
      new DatasetInfo("small", SHAPE, 2, Map.of(Split.TRAIN, List.of(3L, 3L)), Map.of());
  private static final TrainingConfig CONFIG = TrainingConfigs.with("optimizer.name", "adam");
  private static final Map<String, String> IDENTITY = RunIdentity.of("dense", CONFIG, INFO);

  private static ComputationGraph graph;
  private static StateLengths lengths;
  private static byte[] checkpoint;
  private static byte[] model;

  @TempDir private Path directory;

  private static ComputationGraphConfiguration network() {
    return NetworkCatalog.find("dense", HADOOP).configure(SHAPE, 2, Optimization.of(CONFIG));
  }

  @BeforeAll
  static void write() throws IOException {
    graph = new ComputationGraph(network());
    graph.init();
    graph.getUpdater();
    lengths = StateLengths.of(network());
    ModelState state = ModelState.of(graph);
    float[] best = new float[state.parameters().length];
    Arrays.fill(best, 0.25f);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointWriter.write(
        new CheckpointedNetwork("dense", network(), INFO),
        IDENTITY,
        new TrainingState(
            state,
            3,
            new EpochAccumulator(3, 0, 0, 0, 0.0, 0, 0, 0, List.of(), 0, 0, 0),
            new TrainingState.Best(
                1, new Score(0.5, 0.9), new ModelState(best, state.updater(), 0)),
            1,
            2.5),
        EpochLines.bytes(
            List.of(Epochs.plain(1, 0.5, 0.9, 0.001), Epochs.plain(2, 0.25, 0.95, 0.001))),
        out);
    checkpoint = out.toByteArray();
    out.reset();
    ModelFile.write(graph, Optional.of(ModelOrigin.json("dense", INFO)), out);
    model = out.toByteArray();
  }

  private Optional<Checkpoint> resume(byte[] archive) throws IOException {
    Path file = directory.resolve("checkpoints/epoch-0002.zip");
    Files.createDirectories(file.getParent());
    Files.write(file, archive);
    try {
      return new CheckpointSearch(Location.of(file.getParent().toString(), HADOOP))
          .newest(lengths, (each, head) -> {})
          .map(CheckpointSearch.Found::content);
    } catch (InputException e) {
      assertThat(e).hasMessageMatching("[\\x20-\\x7e]*");
      return Optional.empty();
    }
  }

  private Optional<ModelState> open(byte[] archive) throws IOException {
    Path file = directory.resolve("model.zip");
    Files.write(file, archive);
    try {
      ComputationGraph opened = SavedModel.open(file.toString(), HADOOP).graph();
      return Optional.of(ModelState.of(opened));
    } catch (InputException e) {
      assertThat(e).hasMessageMatching("[\\x20-\\x7e]*");
      return Optional.empty();
    }
  }

  private static boolean fits(ModelState state) {
    return state.parameters().length == lengths.parameters()
        && state.updater().length == lengths.updater();
  }

  @Test
  void whatIsUnchangedLoads() throws IOException {
    assertThat(resume(checkpoint)).isPresent();
    assertThat(open(checkpoint)).isPresent();
    assertThat(open(model)).isPresent();
  }

  @Test
  void aChangedCheckpointIsNotGoneOnFrom() throws IOException {
    for (int seed = 0; seed < MUTATIONS; seed++) {
      byte[] mutated = new ArchiveMutation(seed).mutate(checkpoint, false);
      // Some mutations put back what was there.
      assertThat(resume(mutated).filter(each -> !same(mutated, checkpoint)))
          .as("seed %d", seed)
          .isEmpty();
      assertThat(open(mutated).filter(each -> !same(mutated, checkpoint)))
          .as("seed %d", seed)
          .isEmpty();
    }
  }

  @Test
  void aChangedModelIsNotOpened() throws IOException {
    for (int seed = 0; seed < MUTATIONS; seed++) {
      byte[] mutated = new ArchiveMutation(seed).mutate(model, false);
      assertThat(open(mutated).filter(each -> !same(mutated, model))).as("seed %d", seed).isEmpty();
    }
  }

  /** Who knows of the digests gets another model at most, never other lengths. */
  @Test
  void whoeverMakesTheDigestsRightGetsNothingElseToNativeCode() throws IOException {
    int resumed = 0;
    int opened = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      Optional<Checkpoint> found = resume(new ArchiveMutation(seed).mutate(checkpoint, true));
      if (found.isPresent()) {
        resumed++;
        TrainingState state = found.get().state();
        assertThat(fits(state.model())).as("seed %d", seed).isTrue();
        assertThat(state.epoch()).isEqualTo(3);
        if (state.best() != null) {
          assertThat(fits(state.best().model())).as("seed %d", seed).isTrue();
        }
      }
      opened += open(new ArchiveMutation(seed).mutate(model, true)).isPresent() ? 1 : 0;
    }
    // Flipped bits of a parameter, times, ...
    assertThat(resumed).isPositive();
    assertThat(opened).isPositive();
  }

  private static boolean same(byte[] one, byte[] other) {
    try {
      Map<String, byte[]> left = ArchiveMutation.unpack(one);
      Map<String, byte[]> right = ArchiveMutation.unpack(other);
      return left.keySet().equals(right.keySet())
          && left.entrySet().stream()
              .allMatch(each -> Arrays.equals(each.getValue(), right.get(each.getKey())));
    } catch (IOException e) {
      return false;
    }
  }

  /** A quarter of a gigabyte, which is as many kilobytes in the file. */
  @Test
  void anEntryLargerThanItsNetworkNeedsIsRefusedBeforeItIsRead() throws IOException {
    Path file = directory.resolve("checkpoints/epoch-0002.zip");
    Files.createDirectories(file.getParent());
    Map<String, byte[]> entries = ArchiveMutation.unpack(checkpoint);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
        if (each.getKey().equals("coefficients.bin")) {
          byte[] block = new byte[1 << 20];
          for (int i = 0; i < 256; i++) {
            zip.write(block);
          }
        }
      }
    }

    CheckpointSearch search =
        new CheckpointSearch(Location.of(file.getParent().toString(), HADOOP));
    assertThatThrownBy(() -> search.newest(lengths, (each, head) -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("coefficients.bin of more than");
    assertThatThrownBy(() -> SavedModel.open(file.toString(), HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("coefficients.bin of more than");
    int[] read = {0};
    try (InputStream in =
        new FilterInputStream(Files.newInputStream(file)) {
          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            int n = super.read(bytes, from, length);
            read[0] += Math.max(0, n);
            return n;
          }
        }) {
      assertThatThrownBy(() -> CheckpointReader.read(in, lengths)).isInstanceOf(IOException.class);
    }
    // No more than what was there before the entry grew.
    assertThat(Files.size(file)).isGreaterThan(checkpoint.length + (1 << 17));
    assertThat(read[0]).isLessThan(checkpoint.length + (1 << 10));
  }

  private static TrainingState start() {
    return new TrainingState(
        ModelState.of(graph),
        1,
        new EpochAccumulator(1, 0, 0, 0, 0.0, 0, 0, 0, List.of(), 0, 0, 0),
        null,
        0,
        0);
  }

  /** Names that are in state.json twice, as the dataset's and as the identity's. */
  @Test
  void hundredThousandClassesCanBeReadAgain() throws IOException {
    int classes = 100_000;
    DatasetInfo info =
        new DatasetInfo(
            "species",
            SHAPE,
            classes,
            Map.of(Split.TRAIN, Collections.nCopies(classes, 3L)),
            Map.of(),
            IntStream.range(0, classes)
                .mapToObj(each -> "a species with a long name, number " + each)
                .toList(),
            INFO.preprocessing());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointWriter.write(
        new CheckpointedNetwork("dense", network(), info),
        RunIdentity.of("dense", CONFIG, info),
        start(),
        new byte[0],
        out);

    assertThat(CheckpointReader.head(new ByteArrayInputStream(out.toByteArray())).identity())
        .isEqualTo(RunIdentity.of("dense", CONFIG, info));
    assertThat(CheckpointReader.read(new ByteArrayInputStream(out.toByteArray()), lengths).state())
        .isNotNull();
  }

  @Test
  void whatCouldNotBeReadIsNotWritten() {
    byte[] history = new byte[(1 << 28) + 1];
    assertThatThrownBy(
            () ->
                CheckpointWriter.write(
                    new CheckpointedNetwork("dense", network(), INFO),
                    IDENTITY,
                    start(),
                    history,
                    OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessage("history.jsonl would have 268435457 bytes, and 268435456 can be read");
  }
}
