package org.convspark.evaluation;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ExecutorMemory;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.model.ImageBatch;
import org.convspark.model.NetworkSnapshot;
import org.convspark.model.Prediction;
import org.convspark.model.Predictor;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A dataset prepared for scoring networks on it, over the executors. It is shuffled into
 * minibatches and kept in the executors' memory once, so that scoring after every epoch only runs
 * the network.
 *
 * <p>The same network on the same examples gives the same metrics and probabilities bit for bit,
 * whatever the partitioning, the number of tasks and their order, on the same kind of machine with
 * the same number of threads a task; see {@link Minibatches} and {@link MetricsAccumulator} for
 * how.
 */
public final class DistributedEvaluation implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Broadcast<long[]> ids;
  private final JavaRDD<ImageBatch> minibatches;
  private final DatasetInfo info;
  private final long expected;

  private DistributedEvaluation(
      JavaSparkContext spark,
      Broadcast<long[]> ids,
      JavaRDD<ImageBatch> minibatches,
      DatasetInfo info,
      long expected) {
    this.spark = spark;
    this.ids = ids;
    this.minibatches = minibatches;
    this.info = info;
    this.expected = expected;
  }

  /**
   * Prepares examples for scoring. It runs one job that reads their ids.
   *
   * @param examples in any order and number of partitions, with unique ids
   * @param info shape, classes and preprocessing of the examples
   * @param expected how many examples there must be, at least 1
   * @throws org.convspark.config.InputException if there aren't as many, or two have one id
   */
  public static DistributedEvaluation over(
      JavaRDD<Example> examples, DatasetInfo info, long expected) {
    if (expected < 1) {
      throw new IllegalArgumentException("there are no examples to evaluate on");
    }
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(examples.context());
    Broadcast<long[]> ids = spark.broadcast(Minibatches.sortedIds(examples, info.name(), expected));
    JavaRDD<ImageBatch> minibatches =
        Minibatches.of(examples, info.shape(), ids).persist(StorageLevel.MEMORY_AND_DISK());
    return new DistributedEvaluation(spark, ids, minibatches, info, expected);
  }

  /**
   * Scores a network. The network is broadcast, and each task builds it once.
   *
   * <p>Where the output isn't probabilities of the dataset's classes, Spark throws its {@link
   * org.apache.spark.SparkException}, undeclared, with the reason as its cause.
   *
   * @param graph with one input {@code [n, channels, height, width]} and one softmax output {@code
   *     [n, classes]}
   * @throws IllegalStateException if not every example was counted exactly once
   */
  public Metrics evaluate(ComputationGraph graph) {
    Broadcast<NetworkSnapshot> network = spark.broadcast(NetworkSnapshot.of(graph));
    try {
      return metrics(predictions(network));
    } finally {
      ExecutorMemory.free(network);
    }
  }

  /**
   * Scores a network as {@link #evaluate} does, and keeps the predictions: it runs once.
   *
   * @throws IllegalStateException as {@link #evaluate}
   */
  public ScoredExamples score(ComputationGraph graph) {
    Broadcast<NetworkSnapshot> network = spark.broadcast(NetworkSnapshot.of(graph));
    JavaRDD<Prediction> predictions = predictions(network).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new ScoredExamples(network, predictions, metrics(predictions));
    } catch (RuntimeException | Error e) {
      ExecutorMemory.free(predictions);
      ExecutorMemory.free(network);
      throw e;
    }
  }

  private Metrics metrics(JavaRDD<Prediction> predictions) {
    int classes = info.classes();
    MetricsAccumulator total = new MetricsAccumulator(classes);
    predictions
        .mapPartitions(some -> List.of(accumulate(some, classes)).iterator())
        .collect()
        .forEach(total::merge);
    if (total.examples() != expected) {
      throw new IllegalStateException(
          "evaluated " + total.examples() + " examples, " + expected + " expected");
    }
    return total.toMetrics();
  }

  private static MetricsAccumulator accumulate(Iterator<Prediction> predictions, int classes) {
    MetricsAccumulator accumulator = new MetricsAccumulator(classes);
    predictions.forEachRemaining(accumulator::add);
    return accumulator;
  }

  /** Returns how many minibatches go through the network. */
  public long minibatchCount() {
    return (expected + ImageBatch.SIZE - 1) / ImageBatch.SIZE;
  }

  /** Returns the examples, from the executors' memory; not to be used after closing. */
  public JavaRDD<Example> examples() {
    return minibatches.flatMap(ImageBatch::examples);
  }

  private JavaRDD<Prediction> predictions(Broadcast<NetworkSnapshot> network) {
    ImageShape shape = info.shape();
    Standardization standardization = info.preprocessing().standardization();
    return minibatches.mapPartitions(
        batches -> predictions(batches, network.value(), shape, standardization));
  }

  private static Iterator<Prediction> predictions(
      Iterator<ImageBatch> batches,
      NetworkSnapshot network,
      ImageShape shape,
      Standardization standardization) {
    if (!batches.hasNext()) {
      return Collections.emptyIterator();
    }
    Predictor predictor = new Predictor(network, shape, standardization);
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(batches, 0), false)
        .flatMap(batch -> predictor.predict(batch).stream())
        .iterator();
  }

  /** Lets the executors forget the prepared examples. */
  @Override
  public void close() {
    ExecutorMemory.free(minibatches);
    ExecutorMemory.free(ids);
  }
}
