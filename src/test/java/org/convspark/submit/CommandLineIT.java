package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.convspark.submit.SubmitScript.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Training as its user starts it, on two task slots. */
@DisabledOnOs(OS.WINDOWS)
final class CommandLineIT {
  private static final int IMAGES = 6000;
  private static final int TEST_IMAGES = 1000;

  @TempDir private static Path directory;

  private static Result trained;
  private static Path run;
  private static Path temporary;

  @BeforeAll
  static void train() throws Exception {
    run = directory.resolve("run");
    temporary = Files.createDirectory(directory.resolve("temporary"));
    trained =
        SubmitScript.scriptWith(
            List.of(
                "--conf",
                "spark.driver.extraJavaOptions=-Djava.io.tmpdir=" + temporary,
                "--conf",
                "spark.local.dir=" + temporary),
            "train.sh",
            options(run));
    assertThat(trained.exit()).as("%s", trained).isZero();
  }

  private static String[] options(Path out) {
    return new String[] {
      "--data", "synthetic:" + IMAGES, "--epochs", "2", "--seed", "5", "--out", out.toString()
    };
  }

  private static JsonNode json(Path run, String file) throws IOException {
    return new ObjectMapper().readTree(run.resolve(file).toFile());
  }

  private static String model(Path run) throws IOException {
    return json(run, "run.json").get("model_sha256").asText();
  }

  @Test
  @DisplayName("the example learns: it doesn't end at an accuracy of 10 %")
  void learnsAndCountsEveryTestImageOnce() throws IOException {
    JsonNode metrics = json(run, "metrics.json");

    assertThat(metrics.get("test_accuracy").asDouble()).isGreaterThan(0.8);
    assertThat(metrics.get("examples").asInt()).isEqualTo(TEST_IMAGES);
    assertThat(metrics.get("parameters").asInt()).isEqualTo(104_202);
    assertThat(metrics.get("dataset").asText()).isEqualTo("synthetic:" + IMAGES);
    int sum = 0;
    for (JsonNode actual : metrics.get("confusion_matrix")) {
      for (JsonNode count : actual) {
        sum += count.asInt();
      }
    }
    assertThat(sum).isEqualTo(TEST_IMAGES);
  }

  @Test
  @DisplayName("the model doesn't predict one digit for nearly everything")
  void predictsEveryClassAboutAsOftenAsItIs() throws IOException {
    JsonNode matrix = json(run, "metrics.json").get("confusion_matrix");

    for (int k = 0; k < 10; k++) {
      int actual = 0;
      int predicted = 0;
      for (int other = 0; other < 10; other++) {
        actual += matrix.get(k).get(other).asInt();
        predicted += matrix.get(other).get(k).asInt();
      }
      assertThat(predicted).as("%d predicted", k).isBetween(actual / 2, actual * 2);
    }
  }

  /** But for lz4's own library, which lz4 deletes in the last moment of a JVM that isn't halted. */
  @Test
  @DisplayName("no temporary files stay behind")
  void leavesNoTemporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files.filter(file -> !file.getFileName().toString().startsWith("liblz4-java-")))
          .as("%s", trained)
          .isEmpty();
    }
  }

  @Test
  void trainsEveryImageInEveryEpoch() throws IOException {
    List<String> epochs = Files.readAllLines(run.resolve("history.jsonl"));

    assertThat(epochs).hasSize(2);
    for (String epoch : epochs) {
      assertThat(new ObjectMapper().readTree(epoch).get("examples").asInt()).isEqualTo(IMAGES);
    }
  }

  @Test
  void writesWhatItPromises() throws IOException {
    assertThat(run)
        .isDirectoryContaining("glob:**/_SUCCESS")
        .isDirectoryContaining("glob:**/model.zip")
        .isDirectoryContaining("glob:**/metrics.json")
        .isDirectoryContaining("glob:**/history.jsonl")
        .isDirectoryContaining("glob:**/run.json")
        .isDirectoryContaining("glob:**/report.html")
        .isDirectoryContaining("glob:**/checkpoints");
    assertThat(directory.resolve(".run.unfinished")).doesNotExist();
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".crc"));
    }
  }

  @Test
  void tellsEpochsAsKerasDoesAndEndsWithTheAccuracyAndThePlace() {
    assertThat(trained.out() + trained.err())
        .containsPattern(
            "Epoch 2/2  48/48  \\d+\\.\\ds  loss: \\d\\.\\d{4}  accuracy: 0\\.\\d{4}  \\d+ images/s")
        .containsPattern("oneDNN (on|off)")
        .containsPattern(
            "Test accuracy on synthetic:6000: 0\\.\\d{4} \\(\\d+ of 1000\\) .*\\RRun directory: ");
  }

  @Test
  @DisplayName("Kryo needs no registrar of the user, and no NullPointerException comes of it")
  void underKryoItTrainsTheSameModel() throws Exception {
    Path out = directory.resolve("kryo");
    Result result =
        SubmitScript.scriptWith(
            List.of("--conf", "spark.serializer=org.apache.spark.serializer.KryoSerializer"),
            "train.sh",
            options(out));

    assertThat(result.exit()).as("%s", result).isZero();
    assertThat(model(out)).isEqualTo(model(run));
  }

  @Test
  @DisplayName("an accuracy below one machine's is measured and said, not left unexplained")
  void comparesWithOneWorker() throws Exception {
    Path out = directory.resolve("compared");
    Result result =
        SubmitScript.script(
            "train.sh",
            "--data",
            "synthetic:1200",
            "--network",
            "dense",
            "--epochs",
            "2",
            "--workers",
            "2",
            "--compare-single",
            "--out",
            out.toString());

    assertThat(result.exit()).as("%s", result).isZero();
    JsonNode comparison = json(out, "comparison.json");
    double accuracy = json(out, "metrics.json").get("test_accuracy").asDouble();
    double single = comparison.get("single_test_accuracy").asDouble();
    assertThat(comparison.get("test_accuracy").asDouble()).isEqualTo(accuracy);
    assertThat(single).isBetween(0.1, 1.0);
    assertThat(comparison.get("accuracy_gap").asDouble()).isEqualTo(accuracy - single);
    assertThat(comparison.get("efficiency").asDouble())
        .isEqualTo(comparison.get("speed_up").asDouble() / 2);
    assertThat(result.out())
        .contains("The same with one worker: 1 worker of one thread, minibatches of 128")
        .containsPattern("gap [+-]0\\.\\d{4}, speed-up \\d+\\.\\d\\d, efficiency \\d+%");
  }

  /** Without what the scripts set: slower, and the same. */
  @Test
  void sparkSubmitByHandTrainsTheSameModel() throws Exception {
    Path out = directory.resolve("by-hand");
    List<String> command =
        new ArrayList<>(
            List.of(
                TestedBuild.sparkHome() + "/bin/spark-submit",
                "--master",
                "local[2]",
                "--conf",
                "spark.driver.host=localhost",
                "--conf",
                "spark.driver.bindAddress=127.0.0.1",
                "--class",
                "org.convspark.Main",
                TestedBuild.jobJar().toString(),
                "train"));
    command.addAll(List.of(options(out)));
    Result result = SubmitScript.run(command);

    assertThat(result.exit()).as("%s", result).isZero();
    assertThat(result.toString()).contains("malloc not tuned");
    assertThat(model(out)).isEqualTo(model(run));
  }
}
