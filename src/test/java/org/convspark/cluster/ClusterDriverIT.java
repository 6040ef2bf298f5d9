package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver on a machine of the cluster, and paths on the one where the command is given. */
final class ClusterDriverIT {
  @TempDir private static Path directory;
  private static LocalCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = LocalCluster.start(directory.resolve("cluster"), 2);
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Submit training() {
    return Submit.command("train", "--data", "synthetic:600", "--network", "dense")
        .with("--workers", "1")
        .on(cluster)
        .spark("--deploy-mode", "cluster")
        .conf("spark.cores.max", 1);
  }

  @Test
  void aRelativeOutputIsRefusedAndNotLostInAScratchDirectory() throws IOException {
    Submit.Result result = training().with("--out", "runs/lost").run();

    assertThat(result.status()).as(result::everything).isEqualTo(3);
    assertThat(cluster.logs())
        .contains(
            "convspark: --out: runs/lost given", Path.of("runs/lost").toAbsolutePath() + " if");
    assertThat(Path.of("runs/lost")).doesNotExist();
    try (Stream<Path> files = Files.walk(directory.resolve("cluster"))) {
      assertThat(files).noneMatch(file -> file.endsWith("runs"));
    }
  }

  @Test
  void settingsNamedByARelativePathGoAlong() throws IOException {
    Path file = Files.writeString(directory.resolve("my.conf"), "training.epochs = 2\n");
    Path out = directory.resolve("run");
    Submit.Result result =
        training()
            .with("--config", Path.of("").toAbsolutePath().relativize(file).toString())
            .with("--out", "file:" + out)
            .run();

    assertThat(result.status()).as(() -> result.everything() + cluster.logs()).isZero();
    assertThat(out.resolve("_SUCCESS")).exists();
    assertThat(Files.readAllLines(out.resolve("history.jsonl"))).hasSize(2);
  }
}
