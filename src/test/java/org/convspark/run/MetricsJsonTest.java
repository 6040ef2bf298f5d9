package org.convspark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.evaluation.Calibration;
import org.convspark.evaluation.ConfusionMatrix;
import org.convspark.evaluation.Metric;
import org.convspark.evaluation.Metrics;
import org.convspark.run.RunMetrics.Training;
import org.convspark.storage.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsJsonTest {
  private static final Configuration HADOOP = new Configuration(false);

  private static final RunMetrics RUN =
      new RunMetrics(
          "convnet",
          "mnist",
          93322,
          new Metrics(
              0.03,
              ConfusionMatrix.of(new long[][] {{8, 2}, {0, 0}}),
              List.of(0.8, 1.0),
              new Calibration(List.of(new Calibration.Bin(0.5, 1, 10, 0.75, 0.8)))),
          List.of(),
          Optional.of(new Training(2, 5, 1.5, 200, 470)));

  @TempDir Path run;

  private JsonNode write(RunMetrics metrics) throws IOException {
    Path file = run.resolve("metrics.json");
    try (OutputStream out = Files.newOutputStream(file)) {
      MetricsJson.write(metrics, out);
    }
    return new ObjectMapper().readTree(file.toFile());
  }

  private RunMetrics read() {
    return MetricsJson.read(Location.of(run.toString(), HADOOP));
  }

  @Test
  void hasTheKeysThatScriptsRelyOn() throws IOException {
    JsonNode json = write(RUN);

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "network",
            "dataset",
            "parameters",
            "examples",
            "test_loss",
            "test_accuracy",
            "test_macro_f1",
            "test_balanced_accuracy",
            "per_class",
            "confusion_matrix",
            "top_confusions",
            "workers",
            "epochs",
            "train_seconds",
            "images_per_second",
            "rounds")
        .containsAll(Stream.of(Metric.values()).map(Metric::key).toList());
    assertThat(json.get("per_class").get(1).fieldNames())
        .toIterable()
        .containsExactly("label", "precision", "recall", "f1", "support");
    assertThat(json.get("test_accuracy").asDouble()).isEqualTo(0.8);
    assertThat(json.get("confusion_matrix")).hasToString("[[8,2],[0,0]]");
    assertThat(json.get("top_confusions"))
        .hasToString("[{\"actual\":0,\"predicted\":1,\"count\":2}]");
    assertThat(json.get("per_class").get(1))
        .hasToString("{\"label\":1,\"precision\":0.0,\"recall\":0.0,\"f1\":0.0,\"support\":0}");
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    write(RUN);
    try (OutputStream out = Files.newOutputStream(run.resolve("diagnostics.json"))) {
      Diagnostics.of(RUN.metrics()).write(out);
    }
    assertThat(read()).isEqualTo(RUN);
  }

  @Test
  void namesOfClassesAreOneKeyMore() throws IOException {
    RunMetrics named =
        new RunMetrics(
            "convnet", "animals", 93322, RUN.metrics(), List.of("cat", "dog"), RUN.training());
    JsonNode json = write(named);
    try (OutputStream out = Files.newOutputStream(run.resolve("diagnostics.json"))) {
      Diagnostics.of(RUN.metrics()).write(out);
    }

    assertThat(json.path("class_names")).hasToString("[\"cat\",\"dog\"]");
    assertThat(json.path("per_class").get(1).path("label").asInt()).isEqualTo(1);
    assertThat(read()).isEqualTo(named);
    assertThat(read().className(1)).isEqualTo("dog");
    assertThat(RUN.className(1)).isEqualTo("1");
    // Of another number they can't be the classes'.
    Path file = run.resolve("metrics.json");
    Files.writeString(file, Files.readString(file).replace("\"cat\", \"dog\"", "\"cat\""));
    assertThat(read().classNames()).isEmpty();
  }

  @Test
  void aScoredModelHasTheSameKeysWithNullForTraining() throws IOException {
    RunMetrics scored =
        new RunMetrics("convnet", "mnist", 93322, RUN.metrics(), List.of(), Optional.empty());
    JsonNode json = write(scored);

    assertThat(json.get("workers").isNull()).isTrue();
    assertThat(json.has("rounds")).isTrue();
    assertThat(read().training()).isEmpty();
    assertThat(read().metrics().topAccuracy()).isEmpty();
  }

  @Test
  void damagedFilesAreInputErrorsThatNameTheKey() throws IOException {
    assertThatThrownBy(this::read)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("metrics.json: found nothing");

    Files.writeString(run.resolve("metrics.json"), "{\"network\": 1,");
    assertThatThrownBy(this::read).isInstanceOf(InputException.class).hasMessageContaining("JSON");

    Files.writeString(run.resolve("metrics.json"), "{\"workers\": \"two\"}");
    assertThatThrownBy(this::read)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("metrics.json: found \"two\" for 'workers', expected a whole number");
  }

  static Stream<Arguments> damage() {
    return Stream.of(
        Arguments.of("\"test_loss\" : 0.03,", "", "nothing for 'test_loss', expected a value"),
        Arguments.of(": 93322", ": 9.5", "9.5 for 'parameters', expected a whole number"),
        Arguments.of(": \"mnist\"", ": 7", "7 for 'dataset', expected text"),
        Arguments.of(": \"mnist\"", ": null", "null for 'dataset', expected text"),
        Arguments.of("\"epochs\" : 5", "\"epochs\" : null", "null for 'epochs', expected a whole"),
        Arguments.of("[ 8, 2 ]", "[ 8, \"2\" ]", "\"2\" for 'confusion_matrix[0][1]', expected a"),
        Arguments.of("[ 8, 2 ]", "null", "found row 0 of the confusion matrix has no counts"),
        Arguments.of("[ 8, 2 ]", "[ 8 ]", "found row 0 of the confusion matrix has 1 counts"),
        Arguments.of("[ 8, 2 ]", "[ 8, -2 ]", "expected a valid 'confusion_matrix'"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("damage")
  void damagedValuesAreOneLine(String from, String to, String message) throws IOException {
    write(RUN);
    Path file = run.resolve("metrics.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));

    assertThatThrownBy(this::read)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("metrics.json: found ", message)
        .hasMessageNotContaining("\n");
  }
}
