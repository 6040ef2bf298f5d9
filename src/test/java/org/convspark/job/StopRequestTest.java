package org.convspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.convspark.LocalSpark;
import org.convspark.cli.Terminal;
import org.convspark.cluster.ClusterSession;
import org.convspark.cluster.SelfSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A signal to this JVM while a job is at work. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
final class StopRequestTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final ClusterSession cluster = new ClusterSession("test", LONG);

  private StopRequest request(Duration limit) {
    // The tests' own session, which stays open.
    LocalSpark.session();
    cluster.spark();
    return new StopRequest("evaluate", new Terminal(), cluster::cancel, ended::countDown, limit);
  }

  @Test
  void sparksJobsAreCancelledAlsoThoseThatComeAfter() {
    try (StopRequest stop = request(LONG)) {
      signalOnceAJobRuns();
      Exception first = catchThrowableOfType(Exception.class, StopRequestTest::endlessJob);
      assertThatThrownBy(StopRequestTest::endlessJob).hasMessageContaining("cancelled");
      assertThatThrownBy(stop::check).isInstanceOf(InterruptedRunException.class);

      assertThat(stop.reason(first))
          .isInstanceOf(InterruptedRunException.class)
          .hasMessage("evaluate interrupted by SIGTERM; nothing half-written is left")
          .hasCause(first);
    }
    assertThat(ended.getCount()).isOne();
  }

  @Test
  void whatElseWentWrongIsToldAndHowToGoOn() {
    try (StopRequest stop = request(LONG)) {
      stop.leaving(() -> Optional.of("go on with it"));
      assertThatThrownBy(
              () ->
                  stop.training(
                      () -> {},
                      () -> {
                        SelfSignal.raise("TERM");
                        awaitSignal(stop);
                        throw new IllegalStateException("can't write checkpoint: disk full");
                      },
                      () -> {}))
          .satisfies(
              failure ->
                  assertThat(stop.reason((Exception) failure))
                      .hasMessage(
                          "evaluate interrupted by SIGTERM (can't write checkpoint: disk full);"
                              + " go on with it"));
    }
  }

  @Test
  void aTrainingIsAskedAndItsJobsLeftAlone() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch kept = new CountDownLatch(1);
    try (StopRequest stop = request(LONG)) {
      // It has heard nothing: its end was already near.
      assertThatThrownBy(
              () ->
                  stop.training(
                      asked::countDown,
                      () -> {
                        SelfSignal.raise("TERM");
                        awaitSignal(stop);
                        return LocalSpark.context().parallelize(List.of(1, 2)).count();
                      },
                      kept::countDown))
          .isInstanceOf(InterruptedRunException.class);
    }
    assertThat(kept.getCount()).isZero();
    assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void aJobThatDoesNotEndIsEndedInTime() throws Exception {
    try (StopRequest stop = request(Duration.ofMillis(300))) {
      SelfSignal.raise("TERM");

      assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
      assertThatThrownBy(stop::check).isInstanceOf(InterruptedRunException.class);
    }
  }

  @Test
  void whatCanNotBeCancelledIsInsistedOnAllTheSame() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(2);
    Runnable failing =
        () -> {
          cancelled.countDown();
          throw new IllegalStateException("Cannot call methods on a stopped SparkContext");
        };
    try (StopRequest stop =
        new StopRequest("train", new Terminal(), failing, ended::countDown, LONG)) {
      SelfSignal.raise("TERM");
      assertThat(cancelled.await(1, TimeUnit.MINUTES)).isTrue();
      awaitSignal(stop);
    }
  }

  /** A file system that is gone answers late, and the end is insisted on meanwhile. */
  @Test
  void whatIsLeftIsLookedForWithoutHoldingAnybodyUp() {
    try (StopRequest stop = request(LONG)) {
      stop.leaving(
          () -> Optional.of("asked: " + CompletableFuture.supplyAsync(stop::isAsked).join()));
      SelfSignal.raise("TERM");
      awaitSignal(stop);
      assertThat(stop.reason(new InterruptedRunException("x", null)))
          .hasMessageEndingWith("asked: true");
    }
  }

  @Test
  void aFailureWithoutASignalStaysWhatItIs() {
    try (StopRequest stop = request(LONG)) {
      Exception failure = new IllegalStateException("cancelled");
      stop.check();
      assertThat(stop.reason(failure)).isSameAs(failure);
    }
  }

  private static void awaitSignal(StopRequest stop) {
    while (true) {
      try {
        stop.check();
      } catch (InterruptedRunException e) {
        return;
      }
      Thread.onSpinWait();
    }
  }

  private static void signalOnceAJobRuns() {
    JavaSparkContext spark = LocalSpark.context();
    Thread thread =
        new Thread(
            () -> {
              while (spark.statusTracker().getActiveJobIds().length == 0) {
                Thread.onSpinWait();
              }
              SelfSignal.raise("TERM");
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void endlessJob() {
    LocalSpark.context()
        .parallelize(List.of(1, 2), 2)
        .foreach(
            each -> {
              // Until its task is killed.
              while (!TaskContext.get().isInterrupted()) {
                Thread.sleep(10);
              }
            });
  }
}
