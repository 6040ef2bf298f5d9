package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Row;
import org.convspark.LocalSpark;
import org.convspark.submit.TestedBuild;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a training on one Spark gives, one on the other gives, reads and goes on with, to the bit.
 */
final class CrossSparkIT {
  private static final String DATA = "synthetic:1200";
  private static final int EPOCHS = 6;

  /** Each with the job jar for its Scala, which submit/ takes. */
  enum Side {
    TESTED,
    OTHER;

    Path directory() {
      Path tested = TestedBuild.directory();
      if (this == TESTED) {
        return tested;
      }
      return tested.endsWith("spark-3.5") ? tested.getParent() : tested.resolve("spark-3.5");
    }

    Path home() {
      return directory().resolve("spark-home");
    }

    Side another() {
      return this == TESTED ? OTHER : TESTED;
    }

    Submit with(Submit command) {
      return command.environment("SPARK_HOME", home().toString());
    }

    private boolean isBuilt() throws IOException {
      if (!Files.isExecutable(home().resolve("bin/spark-submit"))) {
        return false;
      }
      try (var jars = Files.newDirectoryStream(directory(), "convspark_*-job.jar")) {
        return jars.iterator().hasNext();
      }
    }
  }

  @TempDir private static Path directory;

  @BeforeAll
  static void trainOnEach() throws IOException {
    for (Side build : Side.values()) {
      assumeTrue(
          build.isBuilt(),
          build.directory() + " has no job jar or Spark home: package with both, -Pspark-3.5 too");
    }
    for (Side build : Side.values()) {
      done(build.with(lenet(run(build)).local()));
    }
    done(Side.TESTED.with(dropout(whole())));
  }

  private static Path whole() {
    return directory.resolve("whole");
  }

  private static Path run(Side build) {
    return directory.resolve("lenet-" + build);
  }

  /** Of the default seed, which also draws the digits that the reading commands take. */
  private static Submit lenet(Path out) {
    return Submit.command("train", "--data", DATA, "--network", "lenet-1", "--epochs", "2")
        .with("--workers", "2", "--averaging-frequency", "3")
        .with("--out", out.toString());
  }

  private static Submit.Result done(Submit command) {
    Submit.Result result = command.run();
    assertThat(result.status()).as(result::everything).isZero();
    return result;
  }

  @Test
  void eachIsTheSparkThatItIsTakenFor() {
    assertThat(Submit.provenance(run(Side.TESTED)).findValuesAsText("spark"))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(Submit.provenance(run(Side.OTHER)).findValuesAsText("spark"));
  }

  @Test
  void trainToTheSameParametersAndUpdaterState() throws Exception {
    assertThat(state(run(Side.OTHER))).isEqualTo(state(run(Side.TESTED)));
  }

  @Test
  void trainBatchNormalizationToTheSameState() throws Exception {
    for (Side build : Side.values()) {
      done(
          build.with(
              Submit.command("train", "--data", "synthetic:120", "--network", "resnet-20")
                  .with("--epochs", "1", "--workers", "2", "--batch-size", "16", "--seed", "5")
                  .with("--out", directory.resolve("resnet-" + build).toString())
                  .local()));
    }
    assertThat(state(directory.resolve("resnet-OTHER")))
        .isEqualTo(state(directory.resolve("resnet-TESTED")));
  }

  @ParameterizedTest
  @EnumSource
  void executorsOfEachTrainWhatThreadsDo(Side build) throws Exception {
    Path out = directory.resolve("executors-" + build);
    try (LocalCluster cluster =
        LocalCluster.startFrom(build.home(), directory.resolve("cluster-" + build), 2)) {
      done(build.with(lenet(out).on(cluster)));
    }
    assertThat(state(out)).isEqualTo(state(run(Side.TESTED)));
  }

  @ParameterizedTest
  @EnumSource
  void whatOneBeganTheOtherEndsAsIfUninterrupted(Side first) throws Exception {
    Path out = directory.resolve("begun-on-" + first);
    try (Submit.Running running = first.with(dropout(out)).start()) {
      running.awaitLine("Epoch 3/");
      running.kill();
      running.result();
    }
    assertThat(out).doesNotExist();

    Submit.Result resumed = done(first.another().with(dropout(out).with("--resume")));

    assertThat(resumed.output()).containsPattern("Resuming (after|in) epoch \\d of " + EPOCHS);
    assertThat(state(out)).isEqualTo(state(whole()));
  }

  /** Dropout has random numbers to go on with; a checkpoint comes after each round. */
  private static Submit dropout(Path out) {
    return Submit.command("train", "--data", DATA, "--network", "dense", "--epochs", "" + EPOCHS)
        .with("--workers", "2", "--batch-size", "16", "--averaging-frequency", "2")
        .with("--dropout", "0.2", "--checkpoint-minutes", "1e-9", "--seed", "3")
        .with("--out", out.toString())
        .local();
  }

  @ParameterizedTest
  @EnumSource
  void readsTheOthersRunDirectory(Side reader) throws Exception {
    Path run = run(reader.another());
    Path evaluated = directory.resolve("evaluated-by-" + reader);
    done(reader.with(reading("evaluate", run, evaluated)));
    JsonNode expected = metrics(run);
    for (String key : List.of("test_loss", "test_accuracy", "confusion_matrix")) {
      assertThat(expected.get(key)).as(key).isNotNull();
      assertThat(metrics(evaluated).get(key)).as(key).isEqualTo(expected.get(key));
    }

    Path own = directory.resolve("predicted-by-own-" + reader);
    done(reader.another().with(reading("predict", run, own)));
    Path others = directory.resolve("predicted-by-" + reader);
    done(reader.with(reading("predict", run, others)));
    assertThat(predictions(others)).isNotEmpty().containsExactlyElementsOf(predictions(own));
  }

  private static Submit reading(String command, Path run, Path out) {
    return Submit.command(command, "--model", run.toString(), "--data", DATA)
        .with("--out", out.toString())
        .local();
  }

  private static JsonNode metrics(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("metrics.json").toFile());
  }

  private static List<String> predictions(Path out) {
    List<Row> rows = LocalSpark.session().read().parquet(out.toString()).collectAsList();
    assertThat(rows.get(0).schema().fieldNames()).contains("probabilities");
    return rows.stream().map(Row::json).sorted().toList();
  }

  /** SHA-256 of what training changes, without the archive's own dates. */
  private static Map<String, String> state(Path run) throws Exception {
    Map<String, String> sums = new TreeMap<>();
    try (var model = new ZipFile(run.resolve("model.zip").toFile())) {
      for (String entry : List.of("coefficients.bin", "updaterState.bin")) {
        try (var in = model.getInputStream(model.getEntry(entry))) {
          sums.put(entry, DigestUtils.sha256Hex(in));
        }
      }
    }
    return sums;
  }
}
