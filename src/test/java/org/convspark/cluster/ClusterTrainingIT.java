package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training on executors that are JVMs of their own gives the parameters that local threads give,
 * bit for bit, whatever happens to executors on the way.
 */
final class ClusterTrainingIT {
  private static final int EPOCHS = 4;

  @TempDir private static Path directory;
  private static LocalCluster cluster;
  private static String expected;

  private Path out;

  @BeforeAll
  static void trainOnLocalThreads() {
    cluster = LocalCluster.start(directory.resolve("cluster"), 2);
    Path local = directory.resolve("local");
    Submit.Result result = training(local).local().run();
    assertThat(result.status()).as(result::everything).isZero();
    expected = Submit.sha256(local);
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void nameOutput(TestInfo test) {
    out = directory.resolve(test.getTestMethod().orElseThrow().getName());
  }

  private static Submit training(Path out) {
    return Submit.command("train", "--data", "synthetic:600", "--network", "convnet")
        .with("--epochs", Integer.toString(EPOCHS), "--workers", "2", "--seed", "7")
        .with("--batch-size", "32", "--averaging-frequency", "3", "--out", out.toString());
  }

  private void assertSameModel(Submit.Result result) {
    assertThat(result.status()).as(result::everything).isZero();
    assertThat(Submit.sha256(out)).isEqualTo(expected);
  }

  @Test
  void twoExecutorsTrainTheSameModelAsTwoThreads() {
    assertSameModel(training(out).on(cluster).run());
  }

  @Test
  void kryoTrainsTheSameModel() {
    assertSameModel(
        training(out)
            .on(cluster)
            .conf("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .run());
  }

  @Test
  void anExecutorKilledTwiceInMidRoundChangesNothing() {
    try (Submit.Running run = training(out).on(cluster).start()) {
      run.awaitLine("Epoch 1/");
      killAnExecutor(run);
      run.awaitLine("Epoch 2/");
      killAnExecutor(run);
      assertSameModel(run.result());
    }
  }

  private static void killAnExecutor(Submit.Running run) {
    assertThat(cluster.executors()).isNotEmpty();
    LocalCluster.kill(cluster.executors().get(0));
    assertThat(run.isAlive()).isTrue();
  }

  @Test
  void aSlowExecutorIsOvertakenBySpeculationAndChangesNothing() {
    try (Submit.Running run =
        training(out)
            .on(cluster)
            .conf("spark.speculation", true)
            .conf("spark.speculation.interval", "100ms")
            .start()) {
      run.awaitLine("Epoch 1/");
      ProcessHandle slow = cluster.executors().get(0);
      LocalCluster.pause(slow);
      try {
        Await.pause(Duration.ofSeconds(5));
      } finally {
        LocalCluster.resume(slow);
      }
      assertThat(run.isAlive()).isTrue();
      assertSameModel(run.result());
    }
  }

  @Test
  void aWorkerLostAndAnotherJoinedChangesNothing() {
    try (Submit.Running run = training(out).on(cluster).start()) {
      run.awaitLine("Epoch 1/");
      loseAWorker();
      cluster.addWorker();
      assertThat(run.isAlive()).isTrue();
      assertSameModel(run.result());
    }
  }

  @Test
  void allExecutorsLostForAWhileChangesNothing() {
    try (Submit.Running run = training(out).on(cluster).start()) {
      run.awaitLine("Epoch 1/");
      loseAWorker();
      loseAWorker();
      Await.pause(Duration.ofSeconds(3));
      assertThat(run.isAlive()).isTrue();
      cluster.addWorker();
      cluster.addWorker();
      assertSameModel(run.result());
    }
  }

  private static void loseAWorker() {
    Process worker = cluster.workers().stream().filter(Process::isAlive).findFirst().orElseThrow();
    LocalCluster.kill(worker.toHandle());
  }
}
