package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to executors, workers and the driver, the parameters are the same to the bit.
 */
final class ClusterFaultsIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir private static Path directory;
  private static SameModel model;
  private static LocalCluster cluster;

  private final SparkApi api = SparkApi.onAFreePort();
  private Path out;
  private Path events;

  @BeforeAll
  static void trainUndisturbed() {
    model = new SameModel(directory.resolve("local"));
    cluster = LocalCluster.start(directory.resolve("cluster"), 2);
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void nameOutput(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    out = directory.resolve(name);
    events = directory.resolve(name + "-events");
  }

  private Submit training() {
    return EventLog.settings(api.settings(SameModel.training(out).on(cluster)), events);
  }

  private EventLog assertSameModel(Submit.Running run) {
    model.assertGivenBy(run.result(), out);
    return EventLog.read(events);
  }

  @Test
  void anExecutorKilledInMidRoundTwiceChangesNothing() {
    List<Long> killed = new ArrayList<>();
    try (Submit.Running run = training().start()) {
      run.awaitLine("Epoch 1/");
      killed.add(killAnExecutorWithItsTask(run));
      run.awaitLine("Epoch 2/");
      killed.add(killAnExecutorWithItsTask(run));

      assertThat(assertSameModel(run).tasksLostWithTheirExecutor()).containsAll(killed);
    }
  }

  /**
   * SIGKILL to an executor that is known to run a task: stopped while the driver lists it, and the
   * driver lists it still.
   */
  private long killAnExecutorWithItsTask(Submit.Running run) {
    AtomicReference<SparkApi.RunningTask> victim = new AtomicReference<>();
    Await.until(
        "executor in mid-round",
        LIMIT,
        () -> {
          Optional<SparkApi.RunningTask> task = api.runningTasks().stream().findFirst();
          if (task.isEmpty()) {
            return false;
          }
          ProcessHandle executor = cluster.executor(task.get().executor());
          Signals.pause(executor);
          if (api.runningTasks().contains(task.get())) {
            victim.set(task.get());
            return true;
          }
          Signals.resume(executor);
          return false;
        },
        () -> run.soFar().everything());
    Signals.kill(cluster.executor(victim.get().executor()));
    assertThat(run.isAlive()).isTrue();
    return victim.get().id();
  }

  @Test
  void aSlowExecutorIsOvertakenBySpeculationAndChangesNothing() {
    Submit training =
        training()
            .conf("spark.speculation", true)
            .conf("spark.speculation.interval", "100ms")
            .conf("spark.speculation.quantile", "0.5");
    try (Submit.Running run = training.start()) {
      run.awaitLine("Epoch 1/");
      try (SlowedProcess slow = new SlowedProcess(cluster.executors().get(0))) {
        assertThat(slow).isNotNull();
        run.awaitLine("Epoch 3/");
      }

      assertThat(assertSameModel(run).successfulSpeculativeTasks()).isPositive();
    }
  }

  @Test
  void aWorkerLostAndAnotherJoinedChangesNothing() {
    try (Submit.Running run = training().start()) {
      run.awaitLine("Epoch 1/");
      cluster.loseAWorker();
      cluster.addWorker();
      assertThat(run.isAlive()).isTrue();

      assertThat(assertSameModel(run).executorsRemoved()).isPositive();
    }
  }

  @Test
  void allExecutorsLostForAWhileChangesNothing() {
    try (Submit.Running run = training().start()) {
      run.awaitLine("Epoch 1/");
      cluster.loseAWorker();
      cluster.loseAWorker();
      api.awaitNoExecutor();
      assertThat(run.isAlive()).isTrue();
      cluster.addWorker();
      cluster.addWorker();

      EventLog log = assertSameModel(run);
      assertThat(log.executorsRemoved()).isGreaterThanOrEqualTo(2);
      assertThat(log.executorsAdded()).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void aDriverKilledAndResumedChangesNothing() {
    try (Submit.Running run = training().start()) {
      run.awaitLine("Epoch 2/");
      Await.until(
          "task in mid-round",
          LIMIT,
          () -> !api.runningTasks().isEmpty(),
          () -> run.soFar().everything());
      run.kill();
    }
    assertThat(out).doesNotExist();
    Submit.Result resumed = SameModel.training(out).with("--resume").on(cluster).run();

    model.assertGivenBy(resumed, out);
    assertThat(resumed.output()).doesNotContain("Epoch 1/").contains("Epoch 4/");
    assertThat(Files.exists(out.resolve("_SUCCESS"))).isTrue();
  }
}
