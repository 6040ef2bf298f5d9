package org.convspark.training;

import java.util.Arrays;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.convspark.config.TrainingConfig;
import org.convspark.data.Shards;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * DL4J's parameter averaging over fixed shards. A round is one Spark job with one task a worker:
 * each starts from the broadcast parameters and updater state, trains its next minibatches, and the
 * mean, weighted by examples, is where the next round starts.
 *
 * <p>It takes the place of {@link ParameterAveragingTrainingMaster}'s own loop (dl4j-spark
 * 1.0.0-M2), which filters the whole RDD anew for every round, averages without weights, skips a
 * split without data, and builds every network anew in every task. Here the work of an epoch grows
 * with its examples alone, and nothing but the state moves.
 */
public final class ShardAveragingMaster extends ParameterAveragingTrainingMaster
    implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Shards shards;
  private final TrainingConfig config;
  private final RunListener listener;
  private final Broadcast<ReplicaSpec> spec;
  private EpochResult lastEpoch;

  /**
   * @param configuration of the network, as JSON
   * @param listener told of every round
   */
  ShardAveragingMaster(
      JavaSparkContext spark,
      Shards shards,
      TrainingConfig config,
      String configuration,
      int classes,
      boolean accelerated,
      RunListener listener) {
    super(true, shards.workers(), 1, config.batchSize(), config.averagingFrequency(), 0);
    this.spark = spark;
    this.shards = shards;
    this.config = config;
    this.listener = listener;
    this.spec =
        spark.broadcast(
            new ReplicaSpec(
                UUID.randomUUID().toString(),
                configuration,
                shards.shape(),
                classes,
                config.batchSize(),
                accelerated));
  }

  /**
   * Trains one epoch.
   *
   * @param data the shards, as {@link ShardDataSet}
   */
  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    ComputationGraph network = graph.getNetwork();
    int epoch = network.getConfiguration().getEpochCount();
    ModelState state = ModelState.of(network);
    int firstIteration = state.iteration();
    EpochTally tally = new EpochTally(epoch + 1, config.learningRate());
    int minibatches = minibatches(Arrays.stream(shards.sizes()).max().orElseThrow());
    int rounds = (minibatches + config.averagingFrequency() - 1) / config.averagingFrequency();
    for (int round = 0; round < rounds; round++) {
      RoundPlan plan = new RoundPlan(config.seed(), epoch, round, config.averagingFrequency());
      PartialSum sum = train(data, plan, state);
      if (!sum.failures().isEmpty()) {
        throw new TrainingException(
            "epoch "
                + (epoch + 1)
                + ", round "
                + (round + 1)
                + ": "
                + sum.failures().get(0)
                + "; try a lower --learning-rate");
      }
      int trained = Math.min(plan.firstMinibatch() + config.averagingFrequency(), minibatches);
      state = sum.mean(firstIteration + trained);
      tally.add(sum, minibatchesIn(plan));
      listener.roundCompleted(tally.result());
    }
    state.applyTo(network);
    lastEpoch = tally.result();
  }

  private PartialSum train(JavaRDD<DataSet> data, RoundPlan plan, ModelState start) {
    Broadcast<ModelState> broadcast = spark.broadcast(start);
    try {
      JavaRDD<RoundResult> results =
          data.mapPartitionsWithIndex(new RoundTask(spec, broadcast, plan), true);
      return Aggregation.sum(results, shards.workers());
    } finally {
      broadcast.destroy();
    }
  }

  private int minibatches(long examples) {
    return (int) ((examples + config.batchSize() - 1) / config.batchSize());
  }

  /** Minibatches of all workers together in an epoch. */
  long minibatchesPerEpoch() {
    return Arrays.stream(shards.sizes()).map(this::minibatches).sum();
  }

  private long minibatchesIn(RoundPlan plan) {
    return Arrays.stream(shards.sizes())
        .map(
            size ->
                Math.max(
                    0,
                    Math.min(
                        minibatches(size) - plan.firstMinibatch(), config.averagingFrequency())))
        .sum();
  }

  /** What came of the epoch that was trained last. */
  EpochResult lastEpoch() {
    return lastEpoch;
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    throw new IllegalArgumentException("trains from shards; call fit(JavaRDD<DataSet>)");
  }

  /** Frees the networks on the executors. */
  @Override
  public void close() {
    String run = spec.value().run();
    shards.rdd().foreachPartition(shard -> ReplicaPool.close(run));
    spec.destroy();
  }
}
