package org.convspark.training;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.util.LongAccumulator;
import scala.collection.JavaConverters;

/**
 * How far the round under way is, told with the executors' heartbeats (every ten seconds by
 * default): a round of a large network takes minutes, in which a user wants to see it move. It is
 * for the eye alone; what counts are the results at the round's end.
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
   * Begins a round.
   *
   * @param told of the minibatches that its tasks have trained, from a thread of Spark's
   * @return to which its tasks add theirs
   */
  synchronized LongAccumulator begin(LongConsumer told) {
    this.told = told;
    byTask.clear();
    trained = spark.longAccumulator("minibatches");
    return trained;
  }

  /** Ends it; what is told late is of no interest. */
  synchronized void end() {
    trained = null;
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    if (trained == null) {
      return;
    }
    boolean moved = false;
    for (var task : JavaConverters.seqAsJavaList(heartbeat.accumUpdates())) {
      for (AccumulableInfo info : JavaConverters.seqAsJavaList(task._4())) {
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
