package org.convspark.storage.tables;

import java.time.Duration;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * Tasks that a failed job leaves running. Spark fails a job with its first task, and tells the
 * others to end; until they notice they write on, and make directories anew that the driver has
 * deleted.
 *
 * <p>It follows the jobs that the thread which made it starts until it is closed.
 */
final class Stragglers extends SparkListener implements AutoCloseable {
  private static final String PROPERTY = "convspark.output";

  private final SparkContext spark;
  private final String id = UUID.randomUUID().toString();
  private final Duration longest;
  private final Set<Integer> stages = new HashSet<>();
  private final Set<Long> running = new HashSet<>();
  private boolean upToDate;

  /**
   * Begins to follow jobs.
   *
   * @param longest how long is waited at most
   */
  Stragglers(SparkContext spark, Duration longest) {
    this.spark = spark;
    this.longest = longest;
    spark.addSparkListener(this);
    spark.setLocalProperty(PROPERTY, id);
  }

  private String last() {
    return id + " last";
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    if (is(job.properties(), last())) {
      upToDate = true;
      notifyAll();
    }
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted stage) {
    if (is(stage.properties(), id)) {
      stages.add(stage.stageInfo().stageId());
    }
  }

  private static boolean is(Properties properties, String value) {
    return properties != null && value.equals(properties.getProperty(PROPERTY));
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart task) {
    if (stages.contains(task.stageId())) {
      running.add(task.taskInfo().taskId());
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    if (running.remove(task.taskInfo().taskId())) {
      notifyAll();
    }
  }

  /** Waits until none of the tasks runs any more. */
  void await() throws InterruptedException {
    // Events come late, but in order: this job, of no tasks, comes after all that were started.
    spark.setLocalProperty(PROPERTY, last());
    JavaSparkContext.fromSparkContext(spark).emptyRDD().count();
    long end = System.nanoTime() + longest.toNanos();
    synchronized (this) {
      while (!upToDate || !running.isEmpty()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    }
  }

  /** Follows no more jobs. */
  @Override
  public void close() {
    spark.setLocalProperty(PROPERTY, null);
    spark.removeSparkListener(this);
  }
}
