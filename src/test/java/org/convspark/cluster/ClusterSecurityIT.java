package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that authenticates and encrypts, with event logs on. */
final class ClusterSecurityIT {
  private static final String SECRET = "correct-horse-battery-staple";

  @TempDir private Path directory;

  @Test
  void theSecretIsInNothingThatARunWrites() throws IOException {
    Path secrets = directory.resolve("secure.properties");
    Path events = Files.createDirectory(directory.resolve("events"));
    Files.writeString(
        secrets,
        String.join(
            "\n",
            "spark.authenticate=true",
            "spark.authenticate.secret=" + SECRET,
            "spark.network.crypto.enabled=true",
            "spark.eventLog.enabled=true",
            "spark.eventLog.dir=" + events.toUri(),
            ""));
    Path clusterFiles = directory.resolve("cluster");
    Path run = directory.resolve("run");
    Submit.Result result;
    String logs;
    try (LocalCluster cluster =
        LocalCluster.start(clusterFiles, 1, List.of("--properties-file", secrets.toString()))) {
      result =
          Submit.command("train", "--data", "synthetic:600", "--network", "dense", "--verbose")
              .with("--epochs", "1", "--out", run.toString())
              .on(cluster)
              .spark("--properties-file", secrets.toString())
              .run();
      logs = cluster.logs();
    }

    assertThat(result.status()).as(result::everything).isZero();
    assertThat(result.everything()).doesNotContain(SECRET);
    assertThat(logs).isNotEmpty().doesNotContain(SECRET);
    assertThat(files(events)).isNotEmpty().allSatisfy(ClusterSecurityIT::hasNoSecret);
    assertThat(files(run)).isNotEmpty().allSatisfy(ClusterSecurityIT::hasNoSecret);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void hasNoSecret(Path file) {
    try {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain(SECRET);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
