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

  private Submit.Result train(LocalCluster cluster, String... spark) {
    return Submit.command("train", "--data", "synthetic:600", "--network", "dense")
        .with("--out", directory.resolve("run").toString())
        .on(cluster)
        .spark(spark)
        .run();
  }

  private void assertFails(Submit.Result result, String... words) {
    assertThat(result.status()).as(result::everything).isEqualTo(3);
    assertThat(result.errorLines())
        .as(result::everything)
        .singleElement()
        .asString()
        .contains(words)
        .doesNotContain("--executor-memory");
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void executorsThatComeAndDieEndTheRunWithSparksReason() {
    try (LocalCluster cluster = LocalCluster.start(directory.resolve("cluster"), 2)) {
      // Nothing listens there.
      Submit.Result result =
          train(
              cluster,
              "--conf",
              "spark.shuffle.service.enabled=true",
              "--conf",
              "spark.shuffle.service.port=1",
              "--conf",
              "spark.shuffle.registration.maxAttempts=1");

      assertFails(result, "without having finished a task", "external shuffle server");
    }
  }

  @Test
  void executorsThatCannotStartEndTheRunWithTheirExitCode() {
    try (LocalCluster cluster = LocalCluster.start(directory.resolve("cluster"), 1)) {
      Submit.Result result =
          train(cluster, "--conf", "spark.executor.extraJavaOptions=-javaagent:/no/such.jar");

      assertFails(result, "Command exited with code 1");
    }
  }

  /** Of 64 executors that may come, the cluster has two. */
  @Test
  void dynamicAllocationHasTheSlotsThatCome() {
    try (LocalCluster cluster = LocalCluster.start(directory.resolve("cluster"), 2)) {
      Submit.Result result =
          train(
              cluster,
              "--conf",
              "spark.dynamicAllocation.enabled=true",
              "--conf",
              "spark.dynamicAllocation.shuffleTracking.enabled=true",
              "--conf",
              "spark.dynamicAllocation.maxExecutors=64",
              "--conf",
              "spark.default.parallelism=64");

      assertThat(result.status()).as(result::everything).isZero();
      assertThat(result.output()).contains("2 workers of one thread");
    }
  }
}
