package org.convspark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.config.training.CheckpointConfig;
import org.convspark.config.training.Resumption;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.data.shards.ClassWeighting;
import org.convspark.data.shards.Shards;
import org.convspark.data.shards.ValidationSplit;
import org.convspark.evaluation.DistributedEvaluation;
import org.convspark.evaluation.Metrics;
import org.convspark.network.Architecture;
import org.convspark.network.ParameterCount;
import org.convspark.training.EpochResult;
import org.convspark.training.Optimization;
import org.convspark.training.Score;
import org.convspark.training.Trainer;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;
import org.convspark.training.checkpoint.Checkpoint;
import org.convspark.training.checkpoint.CheckpointedNetwork;
import org.convspark.training.checkpoint.Checkpoints;
import org.convspark.training.checkpoint.RunComparison;
import org.convspark.training.checkpoint.RunIdentity;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A training on a dataset, from its validation split to the trained network; with a run directory
 * also checkpoints, history and resuming. The train command and an estimator's fit are this.
 */
public final class TrainingRun {
  /** Who asks for a training. */
  public interface Caller {
    /** Tells the user something, in one line. */
    void line(String text);

    /** Tells the user that a training goes on from a checkpoint. */
    void resumed(TrainingState from);

    /** Returns what shows the training. */
    TrainingObserver progress();

    /**
     * Runs the training, and may end it by {@link Trainer#interrupt}, or {@link Trainer#keepLast}
     * where that comes too late.
     */
    ComputationGraph run(Trainer trainer, Supplier<ComputationGraph> training);
  }

  /**
   * Held between two rounds: a parameter and its updater's value, each also as a sum of doubles.
   */
  private static final int BYTES_OF_PARAMETER = 2 * (Float.BYTES + Double.BYTES);

  private final JavaSparkContext spark;
  private final boolean accelerated;
  private final Settings settings;
  private final TrainingConfig config;
  private final int slots;
  private final Caller caller;
  private final Optional<RunDirectory> run;
  private final RunComparison comparison;
  private Supplier<List<EpochResult>> epochs = List::of;

  /**
   * Prepares the training.
   *
   * @param accelerated whether executors are to use oneDNN
   * @param settings what was asked for; of checkpoints, resuming and TensorBoard
   * @param config how to train
   * @param slots tasks that run at once
   * @param run where checkpoints and history go; nothing is written without it
   * @param comparison of a run that goes on with what is asked for
   */
  public TrainingRun(
      JavaSparkContext spark,
      boolean accelerated,
      Settings settings,
      TrainingConfig config,
      int slots,
      Caller caller,
      Optional<RunDirectory> run,
      RunComparison comparison) {
    this.spark = spark;
    this.accelerated = accelerated;
    this.settings = settings;
    this.config = config;
    this.slots = slots;
    this.caller = caller;
    this.run = run;
    this.comparison = comparison;
  }

  /**
   * Trains.
   *
   * @throws InputException if the data isn't as it says, or there is no checkpoint to go on from
   * @throws org.convspark.config.UsageException for settings that the data doesn't go with
   */
  public ComputationGraph train(Architecture architecture, ImageDataset dataset) {
    DatasetInfo info = dataset.info();
    ComputationGraphConfiguration network =
        Optimization.regularized(
            architecture.configure(info.shape(), info.classes(), Optimization.of(config)), config);
    ParameterCount.of(architecture.name(), network).requireRoom(BYTES_OF_PARAMETER);
    JavaRDD<Example> examples =
        ClassWeighting.of(dataset.examples(Split.TRAIN), config.classWeights(), info);
    Trainer trainer =
        new Trainer(spark, config, accelerated).slots(slots).initial(architecture.initial());
    if (run.isPresent()) {
      record(
          run.get(),
          trainer,
          new CheckpointedNetwork(architecture.name(), network, info),
          identity(architecture, info));
    } else {
      List<EpochResult> seen = new ArrayList<>();
      epochs = () -> List.copyOf(seen);
      trainer
          .observer(caller.progress())
          .observer(
              new TrainingObserver() {
                @Override
                public void epochCompleted(EpochResult result, TrainingState next) {
                  seen.add(result);
                }
              });
    }
    if (config.validationSplit() == 0 && info.count(Split.VALIDATION) == 0) {
      config.stopping().requireNoValidation();
      return train(trainer, network, info, examples);
    }
    if (config.validationSplit() == 0) {
      try (DistributedEvaluation validation =
          DistributedEvaluation.over(
              dataset.examples(Split.VALIDATION), info, info.count(Split.VALIDATION))) {
        trainer.validation(graph -> score(validation.evaluate(graph)));
        return train(trainer, network, info, examples);
      }
    }
    ValidationSplit split =
        ValidationSplit.of(examples, config.validationSplit(), config.seed(), info);
    long count = split.validationCounts().stream().mapToLong(Long::longValue).sum();
    try (DistributedEvaluation validation =
        DistributedEvaluation.over(split.validation(), info, count)) {
      trainer.validation(graph -> score(validation.evaluate(graph)));
      return train(trainer, network, split.trainInfo(), split.train());
    }
  }

  private Map<String, String> identity(Architecture architecture, DatasetInfo info) {
    Map<String, String> identity = new TreeMap<>(RunIdentity.of(architecture.name(), config, info));
    architecture.initial().ifPresent(start -> identity.putAll(start.identity()));
    return identity;
  }

  /** Goes on from a checkpoint, if that is asked for, and keeps what is to outlive the training. */
  private void record(
      RunDirectory directory,
      Trainer trainer,
      CheckpointedNetwork network,
      Map<String, String> identity) {
    History history = new History(directory.file(RunDirectory.HISTORY));
    epochs = history::epochs;
    Checkpoints checkpoints =
        new Checkpoints(
            directory.file(RunDirectory.CHECKPOINTS),
            CheckpointConfig.of(settings),
            network,
            identity,
            history::lines,
            writing(directory));
    Resumption resumption = Resumption.of(settings);
    Optional<Checkpoint> from =
        resumption == Resumption.NEVER ? Optional.empty() : checkpoints.newest(comparison);
    from.ifPresentOrElse(
        checkpoint -> resume(checkpoint, history), () -> start(resumption, directory));
    trainer
        .from(from.map(Checkpoint::state))
        .observer(new LeaseCheck(directory))
        .observer(caller.progress())
        .observer(history);
    if (settings.flag("tensorboard")) {
      trainer.observer(TensorBoardLog.in(directory.file(RunDirectory.TENSORBOARD)));
    }
    trainer.observer(checkpoints);
  }

  private static Checkpoints.Writing writing(RunDirectory run) {
    return new Checkpoints.Writing() {
      @Override
      public void begins() {
        run.requireHeld();
      }

      @Override
      public void appears() {
        run.keepOnClose();
      }
    };
  }

  private void start(Resumption resumption, RunDirectory run) {
    switch (resumption) {
      case REQUIRED ->
          throw new InputException(
              run.file(RunDirectory.CHECKPOINTS).toString(),
              "no checkpoint",
              "one to go on from",
              "start anew, with --overwrite in place of --resume");
      case AUTO -> caller.line("No checkpoint to go on from yet: starting");
      case NEVER -> {}
    }
  }

  private void resume(Checkpoint from, History history) {
    caller.resumed(from.state());
    history.resume(from.state().epoch(), from.epochs()).ifPresent(caller::line);
  }

  private ComputationGraph train(
      Trainer trainer,
      ComputationGraphConfiguration network,
      DatasetInfo info,
      JavaRDD<Example> examples) {
    try (Shards shards = Shards.deal(examples, info.shape(), config.workers(), config.seed())) {
      info.requireCount(Split.TRAIN, shards.total());
      Shards standardized = shards.standardized(info.preprocessing().standardization());
      return caller.run(trainer, () -> trainer.train(network, info.classes(), standardized));
    }
  }

  private static Score score(Metrics metrics) {
    return new Score(metrics.loss(), metrics.accuracy());
  }

  /** Returns the epochs trained, those before a resume included. */
  public List<EpochResult> epochs() {
    return epochs.get();
  }
}
