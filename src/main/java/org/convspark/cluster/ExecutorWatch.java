package org.convspark.cluster;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Ends a run whose executors are gone and stay away, or come and die. Spark itself waits for ever,
 * with a warning every 15 seconds, for resources that may never come.
 */
final class ExecutorWatch implements AutoCloseable {
  private static final long LOOK_EVERY_SECONDS = 1;

  private final JavaSparkContext spark;
  private final Duration limit;
  private final ScheduledExecutorService thread;
  private final ExecutorLosses losses = new ExecutorLosses();
  private final ExecutorExits exits = new ExecutorExits(losses);
  private long lastSeen = System.nanoTime();
  private volatile NoExecutorsException gone;

  /**
   * Starts to watch.
   *
   * @param spark the context whose jobs are cancelled when the executors stay away
   * @param limit how long jobs may be without any executor
   */
  public ExecutorWatch(JavaSparkContext spark, Duration limit) {
    this.spark = spark;
    this.limit = limit;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread t = new Thread(task, "convspark-executor-watch");
              t.setDaemon(true);
              return t;
            });
    if (!spark.isLocal()) {
      spark.sc().addSparkListener(losses);
      exits.start();
      thread.scheduleWithFixedDelay(
          this::look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void look() {
    if (spark.sc().isStopped()) {
      gone = NoExecutorsException.dismissed(spark, losses);
      return;
    }
    long now = System.nanoTime();
    int[] jobs = spark.statusTracker().getActiveJobIds();
    if (losses.areHopeless()) {
      gone = NoExecutorsException.inVain(spark, losses);
    } else if (jobs.length == 0 || !Slots.executors(spark).isEmpty()) {
      lastSeen = now;
      return;
    } else if (now - lastSeen <= limit.toNanos()) {
      return;
    } else {
      gone = NoExecutorsException.after(limit.toSeconds(), spark, losses);
    }
    // Again and again: cleaning up after the first failure may start another job.
    for (int job : jobs) {
      spark.sc().cancelJob(job, gone.getMessage());
    }
  }

  /**
   * Returns if executors may still come.
   *
   * @param waited how long there has been none; 0 where there are some
   * @throws NoExecutorsException if not
   */
  void check(Duration waited) {
    if (gone == null && waited.compareTo(limit) > 0) {
      gone = NoExecutorsException.after(limit.toSeconds(), spark, losses);
    }
    if (gone != null) {
      throw gone;
    }
  }

  /**
   * Returns the reason for a failure: the one given, or that there were no executors, with the one
   * given as its cause.
   */
  public Exception reason(Exception failure) {
    if (gone == null && !spark.isLocal() && spark.sc().isStopped()) {
      gone = NoExecutorsException.dismissed(spark, losses);
    }
    if (gone == null || gone == failure) {
      return failure;
    }
    if (gone.getCause() == null) {
      gone.initCause(failure);
    }
    return gone;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    exits.stop();
  }
}
