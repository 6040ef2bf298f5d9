package org.convspark.training;

import java.util.function.Predicate;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.config.training.TrainingConfig;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Lets {@link SparkComputationGraph} drive {@link AveragingRounds}: each call of {@code fit} trains
 * an epoch.
 *
 * <p>It takes the place of {@link ParameterAveragingTrainingMaster}'s own loop (dl4j-spark
 * 1.0.0-M2), which filters the whole RDD anew for every round, averages without weights, skips a
 * split without data, and builds every network anew in every task. Here the work of an epoch grows
 * with its examples alone, and nothing but the state moves.
 */
final class RoundsTrainingMaster extends ParameterAveragingTrainingMaster {
  private final AveragingRounds rounds;
  private final Predicate<TrainingState> goOn;
  private TrainingState state;

  /**
   * @param goOn called after each round; return false to end the epoch there
   */
  RoundsTrainingMaster(
      AveragingRounds rounds, TrainingConfig config, Predicate<TrainingState> goOn) {
    super(true, config.workers(), 1, config.batchSize(), config.averagingFrequency(), 0);
    this.rounds = rounds;
    this.goOn = goOn;
  }

  /** Sets the state from which the next call of {@code fit} goes on. */
  void start(TrainingState from) {
    state = from;
  }

  /** Returns the state after the last whole round. */
  TrainingState state() {
    return state;
  }

  /**
   * Trains the rest of the epoch that {@link #start} set, from its first round that isn't done.
   *
   * @param graph receives the parameters and updater state afterwards
   * @param data the shards, one {@link ShardDataSet} in each partition
   */
  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    boolean more = true;
    while (more && state.accumulator().rounds() < rounds.perEpoch()) {
      state = rounds.next(state, data);
      more = goOn.test(state);
    }
    state.model().applyTo(graph.getNetwork());
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    throw new IllegalArgumentException("trains from shards; call fit(JavaRDD<DataSet>)");
  }
}
