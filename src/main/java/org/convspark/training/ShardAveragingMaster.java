package org.convspark.training;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.convspark.config.TrainingConfig;
import org.convspark.data.shards.Shards;
import org.convspark.training.replicas.LearningRate;
import org.convspark.training.replicas.ModelState;
import org.convspark.training.replicas.ReplicaPool;
import org.convspark.training.replicas.ReplicaSpec;
import org.convspark.training.replicas.RoundPlan;
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
final class ShardAveragingMaster extends ParameterAveragingTrainingMaster implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Shards shards;
  private final TrainingConfig config;
  private final Predicate<TrainingState> goOn;
  private final LongConsumer underWay;
  private final RoundProgress progress;
  private final Broadcast<ReplicaSpec> spec;
  private TrainingState state;

  /**
   * @param network the ComputationGraphConfiguration as JSON
   * @param goOn told of the state after every round; false ends the epoch there
   * @param underWay told of the epoch's minibatches, now and then within a round
   */
  ShardAveragingMaster(
      JavaSparkContext spark,
      Shards shards,
      TrainingConfig config,
      String network,
      int classes,
      boolean accelerated,
      Predicate<TrainingState> goOn,
      LongConsumer underWay) {
    super(true, shards.workers(), 1, config.batchSize(), config.averagingFrequency(), 0);
    this.spark = spark;
    this.shards = shards;
    this.config = config;
    this.goOn = goOn;
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
                classes,
                config,
                rate,
                accelerated));
  }

  /** Where the next epoch, or the rest of one, starts from. */
  void start(TrainingState from) {
    state = from;
  }

  /** Where training stands. */
  TrainingState state() {
    return state;
  }

  /**
   * Trains the epoch of {@link #start}, from its first round that isn't done.
   *
   * @param data the shards, as {@link ShardDataSet}
   */
  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    int rounds = rounds();
    boolean more = true;
    for (int round = state.tally().rounds(); round < rounds && more; round++) {
      state = afterRound(data, new RoundPlan(state.epoch() - 1, round));
      more = goOn.test(state);
    }
    state.model().applyTo(graph.getNetwork());
  }

  private TrainingState afterRound(JavaRDD<DataSet> data, RoundPlan plan) {
    long began = System.nanoTime();
    long before = state.tally().minibatches();
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
      ModelState mean = sum.total().mean(state.model().iteration() + trained);
      long ended = System.nanoTime();
      RoundTimes times = new RoundTimes(sent - began, sum.nanos() + ended - summed, ended - began);
      double rate = spec.value().learningRate().at(plan.epoch(), first(plan) + trained - 1);
      return state.after(mean, state.tally().plus(sum.total(), inRound, rate, times));
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

  private int rounds() {
    int frequency = config.averagingFrequency();
    return (largestShardsMinibatches() + frequency - 1) / frequency;
  }

  /** Minibatches of all workers together in an epoch. */
  long minibatchesPerEpoch() {
    return Arrays.stream(shards.sizes()).map(this::minibatches).sum();
  }

  private long minibatchesIn(RoundPlan plan) {
    return Arrays.stream(shards.sizes())
        .map(size -> Math.min(minibatches(size) - first(plan), config.averagingFrequency()))
        .filter(minibatches -> minibatches > 0)
        .sum();
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    throw new IllegalArgumentException("trains from shards; call fit(JavaRDD<DataSet>)");
  }

  /** Frees the networks on the executors. */
  @Override
  public void close() {
    progress.close();
    String run = spec.value().run();
    shards.rdd().foreachPartition(shard -> ReplicaPool.close(run));
    spec.destroy();
  }
}
