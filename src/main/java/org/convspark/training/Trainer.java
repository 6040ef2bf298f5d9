package org.convspark.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.shards.Shards;
import org.convspark.network.InitialParameters;
import org.convspark.training.replicas.ModelState;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.linalg.dataset.DataSet;

/** Trains a network on shards, epoch by epoch. */
public final class Trainer {
  /** Of this training alone: another may be under way in the same session. */
  private final String jobs = "convspark-training-" + UUID.randomUUID();

  private final JavaSparkContext spark;
  private final TrainingConfig config;
  private final boolean accelerated;
  private final EarlyStopping stopping;
  private final List<TrainingObserver> observers = new ArrayList<>();
  private Function<ComputationGraph, Optional<Score>> validation = network -> Optional.empty();
  private int slots;
  private Optional<TrainingState> from = Optional.empty();
  private Optional<InitialParameters> initial = Optional.empty();
  private volatile boolean interrupted;
  private TrainingState last;

  /**
   * @param spark the context in which the rounds run as jobs
   * @param config the settings of training
   * @param accelerated whether executors are to use oneDNN
   */
  public Trainer(JavaSparkContext spark, TrainingConfig config, boolean accelerated) {
    this.spark = spark;
    this.config = config;
    this.accelerated = accelerated;
    this.stopping = new EarlyStopping(config.stopping());
    this.slots = config.workers();
  }

  /** Adds an observer. They are called in the order in which they were added. */
  public Trainer observer(TrainingObserver observer) {
    observers.add(observer);
    return this;
  }

  /**
   * Sets how many workers train at once, over which the compute time of an {@link EpochResult} is
   * averaged. The default is all of them.
   */
  public Trainer slots(int slots) {
    this.slots = slots;
    return this;
  }

  /**
   * Sets the function that scores the network on the validation examples after each epoch. Without
   * it there is no validation.
   */
  public Trainer validation(Function<ComputationGraph, Score> validation) {
    this.validation = network -> Optional.of(validation.apply(network));
    return this;
  }

  /**
   * Sets the parameters that training starts from. If it is empty they follow from the seed; a
   * state to go on from has its own.
   */
  public Trainer initial(Optional<InitialParameters> initial) {
    this.initial = initial;
    return this;
  }

  /** Sets the state to go on from; if it is empty, training starts from the beginning. */
  public Trainer from(Optional<TrainingState> state) {
    this.from = state;
    return this;
  }

  /**
   * Asks, from any thread, that training end and its state be kept. A round under way is given up:
   * the state that it began with is at hand, and a round of a large network may last longer than
   * the caller can wait.
   */
  public void interrupt() {
    interrupted = true;
    spark.cancelJobGroup(jobs);
  }

  /**
   * Trains the network.
   *
   * @param architecture the network, with the seed of its initial weights and its optimizer, whose
   *     learning rate is the schedule's peak, or that times a layer's factor, 0 where it is frozen
   * @param classes number of classes, which is the width of the network's output
   * @param shards the training examples, one shard for each worker
   * @return the network with the parameters and updater state of the best epoch if one is watched,
   *     otherwise of the last
   * @throws TrainingException if the loss or the parameters stop being finite, or if an epoch
   *     leaves out examples or changes no parameter
   * @throws TrainingInterruptedException if {@link #interrupt} asked it to end
   */
  public ComputationGraph train(
      ComputationGraphConfiguration architecture, int classes, Shards shards) {
    String network = architecture.toJson();
    JobGroup group = JobGroup.begin(spark, jobs, "training");
    try (AveragingRounds rounds =
        new AveragingRounds(
            spark, shards, config, network, classes, accelerated, this::minibatchesTrained)) {
      RoundsTrainingMaster master = new RoundsTrainingMaster(rounds, config, this::afterRound);
      SparkComputationGraph graph =
          new SparkComputationGraph(new ArraylessSpark(spark), architecture, master);
      JavaRDD<DataSet> data = shards.rdd().map(ShardDataSet::new);
      TrainingState state =
          from.orElseGet(
              () -> {
                initial.ifPresent(each -> each.copyTo(graph.getNetwork()));
                return TrainingState.start(ModelState.of(graph.getNetwork()));
              });
      // It may have been killed between its last epoch and its end.
      Optional<String> end =
          from.flatMap(
              before ->
                  stopping.reason(
                      before, Optional.ofNullable(before.best()).map(TrainingState.Best::score)));
      while (state.epoch() <= config.epochs() && end.isEmpty()) {
        int epoch = state.epoch();
        observers.forEach(each -> each.epochStarted(epoch, rounds.minibatchesPerEpoch()));
        master.start(state);
        Optional<Score> score = trainEpoch(graph, data, master, shards.total());
        EpochResult result = master.state().accumulator().result(slots, score);
        TrainingState next = stopping.judge(master.state(), score);
        observers.forEach(each -> each.epochCompleted(result, next));
        state = next;
        end = stopping.reason(state, score);
      }
      tellEnd(state, end);
      last = state;
      return result(state, graph.getNetwork());
    } finally {
      group.end();
    }
  }

  /**
   * Keeps the state that {@link #train} ended with, where the wish that it end came too late for
   * it.
   *
   * @throws TrainingInterruptedException always
   */
  public void keepLast() {
    throw keep(last);
  }

  private TrainingInterruptedException keep(TrainingState state) {
    observers.forEach(each -> each.interrupted(state));
    return new TrainingInterruptedException(
        state.epoch(), state.accumulator().rounds(), config.epochs());
  }

  /** Trains from the master's state to its next, and scores that. */
  private Optional<Score> trainEpoch(
      SparkComputationGraph graph,
      JavaRDD<DataSet> data,
      RoundsTrainingMaster master,
      long examples) {
    TrainingState before = master.state();
    try {
      if (!interrupted) {
        graph.fit(data);
      }
      if (!interrupted) {
        checkTrained(before, master.state(), examples);
        return validation.apply(graph.getNetwork());
      }
    } catch (Exception e) {
      if (!interrupted) {
        throw e;
      }
      // A cancelled job ends with an error; the state is that of the last whole round.
    }
    throw keep(master.state());
  }

  private void minibatchesTrained(long minibatches) {
    observers.forEach(each -> each.minibatchesTrained(minibatches));
  }

  /** Whether the epoch goes on after a round. */
  private boolean afterRound(TrainingState state) {
    if (interrupted) {
      return false;
    }
    observers.forEach(each -> each.roundCompleted(state));
    return !interrupted && !stopping.isOverTime(state);
  }

  /** "Completed" after training on nothing must not happen. */
  private void checkTrained(TrainingState before, TrainingState after, long examples) {
    if (after.accumulator().examples() != examples && !stopping.isOverTime(after)) {
      throw new TrainingException(
          "epoch "
              + after.epoch()
              + " trained "
              + after.accumulator().examples()
              + " examples instead of "
              + examples
              + "; this is a defect, please report it with the log");
    }
    boolean counted = after.accumulator().weight() > before.accumulator().weight();
    if (counted && Arrays.equals(before.model().parameters(), after.model().parameters())) {
      throw new TrainingException(
          "epoch "
              + after.epoch()
              + " left every parameter as it was; try a higher --learning-rate");
    }
  }

  private void tellEnd(TrainingState state, Optional<String> why) {
    if (state.epoch() <= config.epochs()) {
      why.ifPresent(
          reason -> observers.forEach(each -> each.stoppedEarly(state.epoch() - 1, reason)));
    }
  }

  private static ComputationGraph result(TrainingState state, ComputationGraph network) {
    ModelState model = state.best() == null ? state.model() : state.best().model();
    model.applyTo(network);
    network.getConfiguration().setEpochCount(state.epoch() - 1);
    return network;
  }
}
