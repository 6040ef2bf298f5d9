package org.convspark.evaluation;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.convspark.data.ExecutorMemory;
import org.convspark.model.NetworkSnapshot;
import org.convspark.model.Prediction;

/** A network's predictions for a dataset, kept by the executors until this is closed. */
public final class ScoredExamples implements AutoCloseable {
  private final Broadcast<NetworkSnapshot> network;
  private final JavaRDD<Prediction> predictions;
  private final Metrics metrics;

  /**
   * Keeps what was scored.
   *
   * @param network the broadcast network, from which lost predictions are made again
   * @param predictions one for each example, persisted
   * @param metrics over all of them
   */
  ScoredExamples(
      Broadcast<NetworkSnapshot> network, JavaRDD<Prediction> predictions, Metrics metrics) {
    this.network = network;
    this.predictions = predictions;
    this.metrics = metrics;
  }

  /** Returns a prediction for each example, in no order; not to be used after closing. */
  public JavaRDD<Prediction> predictions() {
    return predictions;
  }

  /** Returns the metrics over all of them. */
  public Metrics metrics() {
    return metrics;
  }

  /** Lets the executors forget predictions and network. */
  @Override
  public void close() {
    ExecutorMemory.free(predictions);
    ExecutorMemory.free(network);
  }
}
