package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.Success$;
import org.apache.spark.TaskState;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spark's events of executors that come and go. */
final class ExecutorLossesTest {
  private static final String NO_SERVICE = "Unable to register with external shuffle server";

  private final ExecutorLosses losses = new ExecutorLosses();

  private void added(int id) {
    losses.onExecutorAdded(new SparkListenerExecutorAdded(0, "" + id, null));
  }

  private void removed(int id, String reason) {
    losses.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "" + id, reason));
  }

  private void finished(int executor) {
    ended(executor, true);
  }

  private void ended(int executor, boolean successful) {
    TaskInfo task = new TaskInfo(0, 0, 0, 0, 0, "" + executor, "h", TaskLocality.ANY(), false);
    task.markFinished(successful ? TaskState.FINISHED() : TaskState.KILLED(), 1);
    losses.onTaskEnd(
        new SparkListenerTaskEnd(
            0, 0, "ResultTask", Success$.MODULE$, task, new ExecutorMetrics(), new TaskMetrics()));
  }

  private void comeAndDie(int from, int to) {
    for (int id = from; id <= to; id++) {
      added(id);
      removed(id, NO_SERVICE + "\n\tat stack");
    }
  }

  @Test
  void fiveThatDidNothingAreTooMany() {
    comeAndDie(1, 4);
    assertThat(losses.areHopeless()).isFalse();

    comeAndDie(5, 5);

    assertThat(losses.areHopeless()).isTrue();
    assertThat(losses.inVain()).isEqualTo(5);
    assertThat(losses.last()).contains(NO_SERVICE);
  }

  @Test
  void oneThatWorksIsHope() {
    added(0);
    finished(0);
    comeAndDie(1, 50);
    assertThat(losses.areHopeless()).isFalse();

    removed(0, "Remote RPC client disassociated");

    assertThat(losses.areHopeless()).isTrue();
  }

  @Test
  void afterAFinishedTaskTheyAreCountedAnew() {
    comeAndDie(1, 4);
    added(5);
    finished(5);
    removed(5, "Command exited with code 137");
    comeAndDie(6, 9);

    assertThat(losses.areHopeless()).isFalse();
    assertThat(losses.inVain()).isEqualTo(4);
  }

  @Test
  void aTaskThatWasKilledIsNotFinished() {
    added(0);
    ended(0, false);
    comeAndDie(1, 5);

    assertThat(losses.areHopeless()).isTrue();
  }

  @Test
  void ofALargeClusterSomeMachinesMayBeBroken() {
    for (int id = 100; id < 120; id++) {
      added(id);
    }
    comeAndDie(1, 20);
    assertThat(losses.areHopeless()).isFalse();

    comeAndDie(21, 21);

    assertThat(losses.areHopeless()).isTrue();
  }

  /** Spark 3.5's reasons for executors that dynamic allocation has no more use for. */
  @ParameterizedTest
  @ValueSource(strings = {"Executor killed by driver.", "Executor decommission: idle"})
  void thoseThatAreSentAwayDoNotCount(String reason) {
    for (int id = 0; id < 50; id++) {
      added(id);
      removed(id, reason);
    }

    assertThat(losses.inVain()).isZero();
    assertThat(losses.last()).isEmpty();
  }

  /** Lines of Spark 3.5's StandaloneAppClient. */
  @Test
  void whatEndsBeforeItRegistersIsInSparksLog() {
    ExecutorExits exits = new ExecutorExits(losses);

    exits.heard("Executor updated: app-20260101000000-0000/3 is now RUNNING");
    exits.heard("Executor added: app-20260101000000-0000/3 on worker-1 with 1 core(s)");
    assertThat(losses.inVain()).isZero();
    exits.heard(
        "Executor updated: app-20260101000000-0000/3 is now EXITED (Command exited with code 1)");
    exits.heard("Executor updated: app-20260101000000-0000/4 is now LOST");

    assertThat(losses.inVain()).isEqualTo(2);
    exits.heard(
        "Executor updated: app-20260101000000-0000/5 is now FAILED (java.io.IOException: a (b))");
    assertThat(losses.last()).contains("java.io.IOException: a (b)");
  }

  @Test
  void theSameEndToldTwiceIsOne() {
    added(1);
    removed(1, NO_SERVICE);
    losses.ended("1", "Command exited with code 1");

    assertThat(losses.inVain()).isOne();
    assertThat(losses.last()).contains(NO_SERVICE);
  }
}
