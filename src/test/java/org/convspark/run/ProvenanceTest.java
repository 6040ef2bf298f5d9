package org.convspark.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.Build;
import org.convspark.config.Redaction;
import org.convspark.config.Settings;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.storage.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
  @TempDir Path run;

  private JsonNode write(String configuration) throws IOException {
    try (OutputStream out = Files.newOutputStream(run.resolve("run.json"))) {
      Provenance.started(Instant.parse("2026-01-02T03:04:05.678Z"))
          .configuration(ConfigFactory.parseString(configuration))
          .cluster("spark://me:word@host:7077", "app-1", List.of("b", "a", "b"))
          .seed(42)
          .dataset(
              new DatasetInfo(
                  "mnist",
                  new ImageShape(28, 28, 1),
                  2,
                  Map.of(Split.TRAIN, List.of(3L, 4L), Split.TEST, List.of(1L, 2L)),
                  Map.of("images", "s3a://id:hunter2@bucket/mnist")))
          .model("ab12")
          .write(Instant.parse("2026-01-02T03:05:05Z"), out);
    }
    return Provenance.read(Location.of(run.toString(), new Configuration(false)));
  }

  @Test
  void saysWhereAModelComesFrom() throws IOException {
    JsonNode json = write("convspark { network = convnet, training.epochs = 5 }");

    assertThat(json.at("/configuration/convspark/training/epochs").asInt()).isEqualTo(5);
    assertThat(json.get("hosts")).hasToString("[\"a\",\"b\"]");
    assertThat(json.get("application_id").asText()).isEqualTo("app-1");
    assertThat(json.get("seed").asInt()).isEqualTo(42);
    assertThat(json.at("/dataset/name").asText()).isEqualTo("mnist");
    assertThat(json.get("dataset").fieldNames())
        .toIterable()
        .containsExactly(
            "name", "height", "width", "channels", "classes", "counts", "sha256", "preprocessing");
    assertThat(json.at("/dataset/counts")).hasToString("{\"train\":[3,4],\"test\":[1,2]}");
    assertThat(json.get("model_sha256").asText()).isEqualTo("ab12");
    assertThat(json.get("start").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(json.get("end").asText()).isEqualTo("2026-01-02T03:05:05Z");
    assertThat(json.get("versions").fieldNames())
        .toIterable()
        .containsExactly(
            "convspark", "spark", "scala", "java", "dl4j", "onednn", "hadoop", "os", "cpu");
    assertThat(json.at("/versions/spark").asText()).isEqualTo(Build.CURRENT.spark());
    assertThat(json.at("/versions/scala").asText()).startsWith(Build.CURRENT.scala() + ".");
    assertThat(json.at("/versions/dl4j").asText()).isEqualTo("1.0.0-M2");
    assertThat(json.at("/versions/hadoop").asText()).startsWith("3.");
  }

  @Test
  void hasTheWholeConfigurationAndWhatDiffersFromTheDefaults() throws IOException {
    Settings settings =
        Settings.of(
            ConfigFactory.parseString("optimizer.rho = 0.5, training.epochs = 5"),
            Map.of("data", "s3a://id:hunter2@bucket/mnist", "training.workers", "2"));
    try (OutputStream out = Files.newOutputStream(run.resolve("run.json"))) {
      Provenance.started(Instant.EPOCH)
          .configuration(TrainingConfig.of(settings, () -> 7).resolved(settings, 28, 28, 1))
          .write(Instant.EPOCH, out);
    }
    JsonNode json = Provenance.read(Location.of(run.toString(), new Configuration(false)));

    assertThat(json.get("settings"))
        .hasToString(
            "{\"data\":\"s3a://*********(redacted)@bucket/mnist\",\"training.workers\":2,"
                + "\"training.batch-size\":128,\"training.averaging-frequency\":120,"
                + "\"optimizer.learning-rate\":0.003,\"optimizer.rho\":0.5}");
    assertThat(json.at("/configuration/training/batch-size").asInt()).isEqualTo(128);
    assertThat(json.at("/configuration/training/epochs").asInt()).isEqualTo(5);
    assertThat(json.at("/configuration/schedule/name").asText()).isEqualTo("one-cycle");
  }

  @Test
  void containsNoSecrets() throws IOException {
    JsonNode json =
        write(
            """
            spark."hadoop.fs.s3a.secret.key" = hunter2
            spark { ssl { keyPassword = hunter2 }, list = [{ apiKey = hunter2 }] }
            fs.s3a.access.key = hunter2
            convspark.data = "s3a://id:hunter2@bucket/mnist"
            convspark.token { value = hunter2 }
            """);

    assertThat(json.toString()).doesNotContain("hunter2", "me:word");
    assertThat(json.at("/configuration/convspark/data").asText())
        .isEqualTo("s3a://" + Redaction.MASK + "@bucket/mnist");
    assertThat(json.get("spark_master").asText())
        .isEqualTo("spark://" + Redaction.MASK + "@host:7077");
  }
}
