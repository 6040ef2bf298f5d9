package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that has no executor to give. */
final class NoExecutorsIT {
  @TempDir private Path directory;

  @Test
  void aMasterThatCannotBeReachedIsOneLine() {
    Path out = directory.resolve("run");
    Submit.Result result =
        Submit.command("train", "--data", "synthetic:600", "--network", "dense")
            .with("--out", out.toString())
            .spark("--master", "spark://127.0.0.1:1")
            .run();

    assertThat(result.status()).as(result::everything).isEqualTo(2);
    assertThat(result.errorLines())
        .singleElement()
        .asString()
        .contains("--master spark://127.0.0.1:1", "refused");
    assertThat(out).doesNotExist();
  }

  @Test
  void aClusterWithoutWorkersIsAClearErrorAndNotAHang() {
    Path out = directory.resolve("run");
    try (LocalCluster cluster = LocalCluster.start(directory.resolve("cluster"), 0)) {
      Submit.Result result =
          Submit.command("train", "--data", "synthetic:600", "--network", "dense")
              .with("--out", out.toString(), "--set", "cluster.executor-timeout=5")
              .on(cluster)
              .run();

      assertThat(result.status()).as(result::everything).isEqualTo(3);
      assertThat(result.errorLines())
          .singleElement()
          .asString()
          .contains("no executor for 5 s from spark://", "--executor-memory");
      assertThat(out).doesNotExist();
    }
  }
}
