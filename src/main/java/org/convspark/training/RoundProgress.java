package org.convspark.training;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.util.LongAccumulator;
import org.convspark.shims.SparkShims;

/**
 * Reports how far the round under way is, with the executors' heartbeats (every ten seconds by
 * default): a round of a large network takes minutes, in which a user wants to see it move. The
 * numbers are for display alone; what counts are the results at the round's end.
 */
final class RoundProgress extends SparkListener implements AutoCloseable {
  private final SparkContext spark;
  private final Map<Object, Long> byTask = new HashMap<>();
  private LongAccumulator trained;
  private LongConsumer told;

  RoundProgress(SparkContext spark) {
    this.spark = spark;
    spark.addSparkListener(this);
  }

  /**
   * Begins to report a round.
   *
   * @param told called from one of Spark's threads with the number of minibatches that the round's
   *     tasks have trained so far
   * @return the accumulator to which the round's tasks add each minibatch
   */
  synchronized LongAccumulator begin(LongConsumer told) {
    this.told = told;
    byTask.clear();
    trained = spark.longAccumulator("minibatches");
    return trained;
  }

  /** Ends the report of the round; heartbeats that come later are ignored. */
  synchronized void end() {
    trained = null;
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    if (trained == null) {
      return;
    }
    boolean moved = false;
    for (var task : SparkShims.list(heartbeat.accumUpdates())) {
      for (AccumulableInfo info : SparkShims.list(task._4())) {
        if (info.id() == trained.id() && info.update().isDefined()) {
          byTask.put(task._1(), (Long) info.update().get());
          moved = true;
        }
      }
    }
    if (moved) {
      told.accept(byTask.values().stream().mapToLong(Long::longValue).sum());
    }
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
