package org.convspark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.config.training.CheckpointConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.TestData;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.evaluation.Metrics;
import org.convspark.evaluation.TestEvaluation;
import org.convspark.model.SavedModel;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.report.Report;
import org.convspark.report.RunData;
import org.convspark.run.Diagnostics;
import org.convspark.run.ErrorSamplesJson;
import org.convspark.run.History;
import org.convspark.run.MetricsJson;
import org.convspark.run.RunMetrics;
import org.convspark.storage.Location;
import org.convspark.training.EpochResult;
import org.convspark.training.Optimization;
import org.convspark.training.TrainingConfigs;
import org.convspark.training.TrainingState;
import org.convspark.training.checkpoint.CheckpointedNetwork;
import org.convspark.training.checkpoint.Checkpoints;
import org.convspark.training.checkpoint.RunComparison;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What earlier versions wrote is still read. Each directory of {@code formats} has what one version
 * wrote: a run (lenet-1 for two epochs by two workers), an evaluation of it and a prepared dataset.
 * A version that changes a format adds a directory and leaves the others as they are.
 */
final class FormatsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Configuration HADOOP = new Configuration(false);

  private static final Map<String, String> SPARK =
      Map.of(
          "spark.master", "local[2]",
          "spark.ui.enabled", "false",
          "spark.driver.host", "localhost",
          "spark.driver.bindAddress", "127.0.0.1");

  private static final String RESUME =
      "train --network lenet-1 --data synthetic:120 --epochs 2 --workers 2 --batch-size 10"
          + " --averaging-frequency 2 --validation-split 0.1 --seed 5"
          + " --schedule one-cycle --out %s --resume";

  @TempDir Path directory;

  static Stream<Path> versions() throws IOException, URISyntaxException {
    try (Stream<Path> versions =
        Files.list(Path.of(FormatsTest.class.getResource("/formats").toURI()))) {
      return versions.sorted().toList().stream();
    }
  }

  private static Location location(Path path) {
    return Location.of(path.toString(), HADOOP);
  }

  private static List<EpochResult> history(Path file) {
    return History.read(Location.of(file.toString(), HADOOP));
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aRunHasItsReport(Path version) throws IOException {
    RunData run = RunData.read(location(version.resolve("run")));
    RunData evaluation = RunData.read(location(version.resolve("evaluation")));
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    Report.write(List.of(run, evaluation), page);

    assertThat(page.toString(StandardCharsets.UTF_8))
        .contains(
            "<h1>lenet-1 on synthetic:120: 2 runs compared</h1>",
            "<td><b>15.00%</b></td><td>10.00%</td>",
            "id=\"curves\"",
            "id=\"time\"",
            "taken for a",
            "Model: &quot;lenet-1&quot;");
    assertThat(evaluation.metrics().training()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aRunThatIsNotFinishedHasNoReport(Path version) throws IOException {
    Path copy = directory.resolve("copy");
    FileUtils.copyDirectory(version.resolve("evaluation").toFile(), copy.toFile());
    Files.delete(copy.resolve("_SUCCESS"));
    assertThatThrownBy(() -> RunData.read(location(copy)))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("copy: found no _SUCCESS in it", "wait for it");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void itsFiguresAreWrittenAgainAsTheyWere(Path version) throws IOException {
    for (String name : List.of("run", "evaluation")) {
      Path run = version.resolve(name);
      RunMetrics metrics = MetricsJson.read(location(run));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      MetricsJson.write(metrics, out);
      JsonNode written = JSON.readTree(out.toByteArray());
      for (Map.Entry<String, JsonNode> old : json(run.resolve("metrics.json")).properties()) {
        assertThat(written.get(old.getKey())).as(old.getKey()).isEqualTo(old.getValue());
      }

      out.reset();
      Diagnostics.of(metrics.metrics()).write(out);
      assertThat(run.resolve("diagnostics.json")).hasBinaryContent(out.toByteArray());
    }
    Path run = version.resolve("run");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ErrorSamplesJson.write(ErrorSamplesJson.read(location(run)).orElseThrow(), out);
    assertThat(run.resolve("mistakes.json")).hasBinaryContent(out.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void itsHistoryIsRead(Path version) throws IOException {
    Path file = version.resolve("run/history.jsonl");
    List<String> lines = Files.readAllLines(file);
    List<EpochResult> epochs = history(file);

    assertThat(epochs).hasSameSizeAs(lines).hasSize(2);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = JSON.readTree(lines.get(i));
      EpochResult epoch = epochs.get(i);
      assertThat(epoch.epoch()).isEqualTo(line.get("epoch").asInt());
      assertThat(epoch.loss()).isEqualTo(line.get("loss").asDouble());
      assertThat(epoch.valAccuracy()).isEqualTo(line.get("val_accuracy").asDouble());
      assertThat(epoch.computeSeconds()).isEqualTo(line.get("compute_seconds").asDouble());
      assertThat(epoch.workerExamples()).containsExactly(55L, 54L);
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void itsModelScoresAsRecorded(Path version) throws IOException {
    SavedModel model = SavedModel.open(version.resolve("run").toString(), HADOOP);
    assertThat(model.name()).isEqualTo("lenet-1");

    // The evaluation is on other images.
    for (String name : List.of("run", "evaluation")) {
      JsonNode provenance = json(version.resolve(name).resolve("run.json"));
      JsonNode metrics = json(version.resolve(name).resolve("metrics.json"));
      ImageDataset dataset =
          TestData.open(
              LocalSpark.session(),
              provenance.at("/dataset/name").asText(),
              TestData.NO_LIMIT,
              provenance.get("seed").asLong());
      Metrics scored;
      try (TestEvaluation evaluation = TestEvaluation.of(dataset)) {
        scored = evaluation.score(model.graph());
      }

      assertThat(model.input(Optional.empty()).shape()).isEqualTo(dataset.info().shape());
      assertThat(model.sha256()).isEqualTo(provenance.get("model_sha256").asText());
      assertThat(scored.accuracy()).isEqualTo(metrics.get("test_accuracy").asDouble());
      // Processors differ in the last bits of a float.
      assertThat(scored.loss()).isCloseTo(metrics.get("test_loss").asDouble(), within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void itsCheckpointIsGoneOnFrom(Path version) throws IOException {
    Path checkpoints = directory.resolve("checkpoints");
    FileUtils.copyDirectory(version.resolve("run/checkpoints").toFile(), checkpoints.toFile());
    DatasetInfo info =
        TestData.open(LocalSpark.session(), "synthetic:120", TestData.NO_LIMIT, 5).info();
    TrainingState state =
        new Checkpoints(
                location(checkpoints),
                new CheckpointConfig(1, 0, 2),
                new CheckpointedNetwork(
                    "lenet-1",
                    NetworkCatalog.find("lenet-1", HADOOP)
                        .configure(
                            info.shape(),
                            info.classes(),
                            Optimization.of(TrainingConfigs.with("training.seed", "5"))),
                    info),
                Map.of("network", "lenet-1"),
                () -> new byte[0],
                () -> {})
            .newest(new RunComparison(Settings.defaults(), List.of()))
            .orElseThrow()
            .state();

    assertThat(state.epoch()).isEqualTo(2);
    assertThat(state.model().parameters()).hasSize(3246);
    assertThat(state.model().iteration()).isEqualTo(6);
  }

  /** Earlier versions named it by the epoch under way. */
  private static Path checkpoint(Path version) {
    Path directory = version.resolve("run/checkpoints");
    Path former = directory.resolve("epoch-0002-round-00000.zip");
    return Files.exists(former) ? former : directory.resolve("epoch-0001.zip");
  }

  @Test
  void aCheckpointIsAModelSinceTheSecondFormat() throws IOException, URISyntaxException {
    List<Path> versions = versions().toList();

    assertThatThrownBy(() -> SavedModel.open(checkpoint(versions.get(0)).toString(), HADOOP))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a checkpoint of an earlier version")
        .hasMessageContaining("resume its run");
    for (Path version : versions.subList(1, versions.size())) {
      Path checkpoint = checkpoint(version);
      SavedModel model = SavedModel.open(checkpoint.toString(), HADOOP);
      assertThat(model.name()).isEqualTo("lenet-1");
      assertThat(model.input(Optional.empty()).shape()).isEqualTo(new ImageShape(28, 28, 1));
      assertThat(model.classes()).isEqualTo(10);
      assertThat(model.graph().numParams()).isEqualTo(3246);
      ComputationGraph plain = ComputationGraph.load(checkpoint.toFile(), /* loadUpdater= */ true);
      assertThat(plain.params()).isEqualTo(model.graph().params());
    }
  }

  /** By the settings that it was started with, whose names are in the checkpoint. */
  @ParameterizedTest
  @MethodSource("versions")
  void itsTrainingIsResumed(Path version) throws IOException {
    Path unfinished = directory.resolve(".run.unfinished");
    FileUtils.copyDirectory(version.resolve("run").toFile(), unfinished.toFile());
    LocalSpark.session().stop();
    SPARK.forEach(System::setProperty);
    try {
      assertThat(Main.run(RESUME.formatted(directory.resolve("run")).split(" "))).isZero();
    } finally {
      SPARK.keySet().forEach(System::clearProperty);
    }

    List<EpochResult> epochs = history(directory.resolve("run/history.jsonl"));
    assertThat(epochs).hasSize(2);
    assertThat(epochs.get(0)).isEqualTo(history(version.resolve("run/history.jsonl")).get(0));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void itsDatasetIsRead(Path version) throws IOException {
    Path prepared = version.resolve("dataset");
    ImageDataset dataset =
        TestData.open(LocalSpark.session(), prepared.toString(), TestData.NO_LIMIT, 1);
    DatasetInfo info = dataset.info();

    ObjectNode written = JSON.valueToTree(info);
    JsonNode stored = json(prepared.resolve("dataset.json"));
    if (!stored.has("preprocessing")) {
      // Drawn digits weren't known to be in MNIST's manner then.
      written.remove("preprocessing");
      assertThat(info.preprocessing()).isEqualTo(Preprocessing.plain(Colour.GREY));
    }
    assertThat(written.toString()).isEqualTo(stored.toString());
    assertThat(info.count(Split.TRAIN)).isEqualTo(60);
    assertThat(dataset.examples(Split.TEST).map(Example::id).collect())
        .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }
}
