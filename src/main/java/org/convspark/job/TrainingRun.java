package org.convspark.job;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.cli.Announcement;
import org.convspark.cli.TrainingProgress;
import org.convspark.cluster.StopSignal;
import org.convspark.config.CheckpointConfig;
import org.convspark.config.TrainingConfig;
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
import org.convspark.run.History;
import org.convspark.run.RunDirectory;
import org.convspark.run.TensorBoardLog;
import org.convspark.training.EpochResult;
import org.convspark.training.Optimization;
import org.convspark.training.Score;
import org.convspark.training.Trainer;
import org.convspark.training.TrainingInterruptedException;
import org.convspark.training.TrainingState;
import org.convspark.training.checkpoint.CheckpointedNetwork;
import org.convspark.training.checkpoint.Checkpoints;
import org.convspark.training.checkpoint.RunIdentity;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The training part of the train command: validation split, shards, checkpoints, progress. */
final class TrainingRun {
  private final JobContext context;
  private final TrainingConfig config;
  private final int slots;
  private final RunDirectory run;
  private final String out;
  private History history;

  /**
   * Prepares the training.
   *
   * @param slots tasks that run at once
   * @param out where the run is to appear, as the user wrote it
   */
  TrainingRun(JobContext context, TrainingConfig config, int slots, RunDirectory run, String out) {
    this.slots = slots;
    this.context = context;
    this.config = config;
    this.run = run;
    this.out = out;
  }

  ComputationGraph train(Architecture architecture, ImageDataset dataset) throws IOException {
    DatasetInfo info = dataset.info();
    ComputationGraphConfiguration network =
        Optimization.regularized(
            architecture.configure(info.shape(), info.classes(), Optimization.of(config)), config);
    Checkpoints checkpoints =
        new Checkpoints(
            run.file(RunDirectory.CHECKPOINTS),
            CheckpointConfig.of(context.settings()),
            new CheckpointedNetwork(architecture.name(), network, info),
            RunIdentity.of(architecture.name(), config, info),
            run::keepOnClose);
    Optional<TrainingState> from =
        context.settings().flag("training.resume") ? checkpoints.newest() : Optional.empty();
    from.ifPresent(state -> context.terminal().line(Announcement.resumed(state, config.epochs())));
    history =
        History.before(from.map(TrainingState::epoch).orElse(1), run.file(RunDirectory.HISTORY));
    JavaRDD<Example> examples =
        ClassWeighting.of(dataset.examples(Split.TRAIN), config.classWeights(), info);
    Trainer trainer =
        new Trainer(context.sparkContext(), config, context.acceleration().enabled())
            .slots(slots)
            .from(from)
            .observer(new TrainingProgress(context.terminal(), config.epochs()))
            .observer(history);
    if (context.settings().flag("tensorboard")) {
      trainer.observer(TensorBoardLog.in(run.file(RunDirectory.TENSORBOARD)));
    }
    trainer.observer(checkpoints);
    StopSignal.listen(
        signal -> {
          context.terminal().error(signal + ": stopping with a checkpoint");
          trainer.interrupt();
        });
    try {
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
    } catch (TrainingInterruptedException e) {
      context
          .terminal()
          .error(e.getMessage() + "; go on with the same command and --out " + out + " --resume");
      throw e;
    }
  }

  private ComputationGraph train(
      Trainer trainer,
      ComputationGraphConfiguration network,
      DatasetInfo info,
      JavaRDD<Example> examples) {
    try (Shards shards = Shards.deal(examples, info.shape(), config.workers(), config.seed())) {
      info.requireCount(Split.TRAIN, shards.total());
      return trainer.train(
          network, info.classes(), shards.standardized(info.preprocessing().standardization()));
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
