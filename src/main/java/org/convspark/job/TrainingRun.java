package org.convspark.job;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.cli.Announcement;
import org.convspark.cli.TrainingProgress;
import org.convspark.config.InputException;
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
import org.convspark.run.History;
import org.convspark.run.LeaseCheck;
import org.convspark.run.RunDirectory;
import org.convspark.run.TensorBoardLog;
import org.convspark.training.EpochResult;
import org.convspark.training.Optimization;
import org.convspark.training.Score;
import org.convspark.training.Trainer;
import org.convspark.training.checkpoint.Checkpoint;
import org.convspark.training.checkpoint.CheckpointedNetwork;
import org.convspark.training.checkpoint.Checkpoints;
import org.convspark.training.checkpoint.RunComparison;
import org.convspark.training.checkpoint.RunIdentity;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The training part of the train command: validation split, shards, checkpoints, progress. */
final class TrainingRun {
  private final JobContext context;

  /**
   * Held between two rounds: a parameter and its updater's value, each also as a sum of doubles.
   */
  private static final int BYTES_OF_PARAMETER = 2 * (Float.BYTES + Double.BYTES);

  private final TrainingConfig config;
  private final int slots;
  private final RunDirectory run;
  private final RunComparison comparison;
  private final History history;

  /**
   * Prepares the training.
   *
   * @param slots tasks that run at once
   * @param comparison of a run that goes on with what is asked for
   */
  TrainingRun(
      JobContext context,
      TrainingConfig config,
      int slots,
      RunDirectory run,
      RunComparison comparison) {
    this.slots = slots;
    this.context = context;
    this.config = config;
    this.run = run;
    this.comparison = comparison;
    this.history = new History(run.file(RunDirectory.HISTORY));
  }

  ComputationGraph train(Architecture architecture, ImageDataset dataset) throws IOException {
    DatasetInfo info = dataset.info();
    ComputationGraphConfiguration network =
        Optimization.regularized(
            architecture.configure(info.shape(), info.classes(), Optimization.of(config)), config);
    ParameterCount.of(architecture.name(), network).requireRoom(BYTES_OF_PARAMETER);
    Checkpoints checkpoints =
        new Checkpoints(
            run.file(RunDirectory.CHECKPOINTS),
            CheckpointConfig.of(context.settings()),
            new CheckpointedNetwork(architecture.name(), network, info),
            identity(architecture, info),
            history::lines,
            writing());
    Resumption resumption = Resumption.of(context.settings());
    Optional<Checkpoint> from =
        resumption == Resumption.NEVER ? Optional.empty() : checkpoints.newest(comparison);
    from.ifPresentOrElse(this::resume, () -> start(resumption));
    JavaRDD<Example> examples =
        ClassWeighting.of(dataset.examples(Split.TRAIN), config.classWeights(), info);
    Trainer trainer =
        new Trainer(context.sparkContext(), config, context.acceleration().enabled())
            .slots(slots)
            .from(from.map(Checkpoint::state))
            .initial(architecture.initial())
            .observer(new LeaseCheck(run))
            .observer(new TrainingProgress(context.terminal(), config.epochs()))
            .observer(history);
    if (context.settings().flag("tensorboard")) {
      trainer.observer(TensorBoardLog.in(run.file(RunDirectory.TENSORBOARD)));
    }
    trainer.observer(checkpoints);
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

  private Checkpoints.Writing writing() {
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

  private void start(Resumption resumption) {
    switch (resumption) {
      case REQUIRED ->
          throw new InputException(
              run.file(RunDirectory.CHECKPOINTS).toString(),
              "no checkpoint",
              "one to go on from",
              "start anew, with --overwrite in place of --resume");
      case AUTO -> context.terminal().line("No checkpoint to go on from yet: starting");
      case NEVER -> {}
    }
  }

  private void resume(Checkpoint from) {
    context.terminal().line(Announcement.resumed(from.state(), config.epochs()));
    history.resume(from.state().epoch(), from.epochs()).ifPresent(context.terminal()::line);
  }

  private ComputationGraph train(
      Trainer trainer,
      ComputationGraphConfiguration network,
      DatasetInfo info,
      JavaRDD<Example> examples) {
    try (Shards shards = Shards.deal(examples, info.shape(), config.workers(), config.seed())) {
      info.requireCount(Split.TRAIN, shards.total());
      Shards standardized = shards.standardized(info.preprocessing().standardization());
      return context
          .stop()
          .training(
              trainer::interrupt,
              () -> trainer.train(network, info.classes(), standardized),
              trainer::keepLast);
    }
  }

  private static Score score(Metrics metrics) {
    return new Score(metrics.loss(), metrics.accuracy());
  }

  /** Returns the epochs trained, those before a resume included. */
  List<EpochResult> epochs() {
    return history.epochs();
  }
}
