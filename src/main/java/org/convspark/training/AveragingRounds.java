package org.convspark.training;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.ExecutorMemory;
import org.convspark.data.shards.Shards;
import org.convspark.training.replicas.LearningRate;
import org.convspark.training.replicas.ModelState;
import org.convspark.training.replicas.ReplicaPool;
import org.convspark.training.replicas.ReplicaSpec;
import org.convspark.training.replicas.RoundPlan;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains the rounds of parameter averaging, each a function from state to state. A round is one
 * Spark job with one task for each worker: a task starts from the broadcast parameters and updater
 * state and trains its next minibatches; the next round starts from the mean of the results,
 * weighted by examples, or by the sum of their weights.
 */
final class AveragingRounds implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Shards shards;
  private final TrainingConfig config;
  private final LongConsumer underWay;
  private final RoundProgress progress;
  private final Broadcast<ReplicaSpec> spec;

  /**
   * @param network the ComputationGraphConfiguration as JSON
   * @param underWay called now and then within a round with the epoch's minibatches trained so far
   */
  AveragingRounds(
      JavaSparkContext spark,
      Shards shards,
      TrainingConfig config,
      String network,
      int classes,
      boolean accelerated,
      LongConsumer underWay) {
    this.spark = spark;
    this.shards = shards;
    this.config = config;
    this.underWay = underWay;
    this.progress = new RoundProgress(spark.sc());
    LearningRate rate =
        new LearningRate(config.schedule(), config.epochs(), largestShardsMinibatches());
    this.spec =
        spark.broadcast(
            new ReplicaSpec(
                UUID.randomUUID().toString(),
                network,
                shards.shape(),
                shards.standardization(),
                classes,
                config,
                rate,
                accelerated));
  }

  /**
   * Trains one round.
   *
   * @param state the state that the round starts from
   * @param data the shards, one {@link ShardDataSet} in each partition
   * @return the state that the next round of the epoch starts from
   * @throws TrainingException if a worker's loss, parameters or updater state stop being finite
   */
  TrainingState next(TrainingState state, JavaRDD<DataSet> data) {
    RoundPlan plan = new RoundPlan(state.epoch() - 1, state.accumulator().rounds());
    long began = System.nanoTime();
    long before = state.accumulator().minibatches();
    long inRound = minibatchesIn(plan);
    // A task that is run twice counts twice, as long as it runs.
    LongAccumulator trainedSoFar =
        progress.begin(trained -> underWay.accept(before + Math.min(trained, inRound)));
    Broadcast<ModelState> start = spark.broadcast(state.model());
    long sent = System.nanoTime();
    try {
      RoundRdd results = new RoundRdd(data, new RoundTask(spec, start, plan, trainedSoFar));
      Aggregation.Result sum = Aggregation.sum(results, shards.workers());
      check(sum.total(), plan);
      int trained = Math.min(config.averagingFrequency(), largestShardsMinibatches() - first(plan));
      long summed = System.nanoTime();
      ModelState mean = sum.total().mean(state.model(), state.model().iteration() + trained);
      long ended = System.nanoTime();
      double rate = spec.value().learningRate().at(plan.epoch(), first(plan) + trained - 1);
      return state.after(
          mean,
          state
              .accumulator()
              .plus(
                  sum.total(),
                  inRound,
                  rate,
                  sent - began,
                  sum.nanos() + ended - summed,
                  ended - began));
    } finally {
      progress.end();
      start.destroy();
    }
  }

  private static void check(PartialSum sum, RoundPlan plan) {
    if (!sum.failures().isEmpty()) {
      throw new TrainingException(
          "epoch "
              + (plan.epoch() + 1)
              + ", round "
              + (plan.round() + 1)
              + ": "
              + sum.failures().get(0)
              + "; try a lower --learning-rate");
    }
  }

  private int first(RoundPlan plan) {
    return spec.value().firstMinibatch(plan);
  }

  private int minibatches(long examples) {
    return (int) ((examples + config.batchSize() - 1) / config.batchSize());
  }

  private int largestShardsMinibatches() {
    return minibatches(Arrays.stream(shards.sizes()).max().orElseThrow());
  }

  /** Returns the number of rounds in an epoch. */
  int perEpoch() {
    int frequency = config.averagingFrequency();
    return (largestShardsMinibatches() + frequency - 1) / frequency;
  }

  /** Returns the number of minibatches that all workers together train in an epoch. */
  long minibatchesPerEpoch() {
    return Arrays.stream(shards.sizes()).map(this::minibatches).sum();
  }

  private long minibatchesIn(RoundPlan plan) {
    return Arrays.stream(shards.sizes())
        .map(size -> Math.min(minibatches(size) - first(plan), config.averagingFrequency()))
        .filter(minibatches -> minibatches > 0)
        .sum();
  }

  /** Closes the networks that the executors keep for this training. */
  @Override
  public void close() {
    progress.close();
    String run = spec.value().run();
    shards.rdd().foreachPartition(shard -> ReplicaPool.close(run));
    ExecutorMemory.free(spec);
  }
}
