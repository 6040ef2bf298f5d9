package org.convspark.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.convspark.cli.Announcement;
import org.convspark.cli.Terminal;
import org.convspark.config.Settings;
import org.convspark.config.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.evaluation.Metrics;
import org.convspark.evaluation.TestEvaluation;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkCatalog;
import org.convspark.run.Provenance;
import org.convspark.run.RunDirectory;
import org.convspark.run.RunMetrics;
import org.convspark.run.RunNames;
import org.convspark.training.Optimization;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Trains a network, evaluates it on the test images and writes the run directory. */
final class TrainJob implements Job {
  @Override
  public String name() {
    return "train";
  }

  @Override
  public String description() {
    return "Shard the data, train a network, evaluate it and write a run directory";
  }

  @Override
  public List<String> settings() {
    return Inputs.settings(
        "network",
        "data",
        "out",
        "overwrite",
        "tensorboard",
        "limit",
        "images.test-split",
        "training.epochs",
        "training.workers",
        "training.batch-size",
        "training.averaging-frequency",
        "training.seed",
        "training.validation-split",
        "training.class-weights",
        "training.augment",
        "training.resume",
        "optimizer.name",
        "optimizer.learning-rate",
        "schedule.name",
        "regularization.l2",
        "regularization.dropout",
        "regularization.label-smoothing",
        "stopping.monitor",
        "stopping.patience",
        "stopping.target-accuracy",
        "stopping.max-minutes",
        "training.compare-single",
        "checkpoint.epochs",
        "checkpoint.minutes",
        "checkpoint.keep");
  }

  @Override
  public void run(JobContext context) throws Exception {
    Settings settings = context.settings();
    Terminal terminal = context.terminal();
    Architecture architecture = NetworkCatalog.find(settings.string("network"), context.hadoop());
    settings.required("data");
    TrainingConfig config =
        TrainingConfig.of(settings, () -> context.cluster().slots(OptionalInt.empty()));
    String out = settings.optional("out").orElseGet(() -> RunNames.next(architecture));
    Inputs.requireApart(context, "data", out);
    Provenance provenance = Provenance.started(Instant.now()).configuration(settings.config());
    terminal.line("Settings:");
    settings.render(settings()).forEach(line -> terminal.line("  " + line));

    try (RunDirectory run = open(out, context)) {
      ImageDataset dataset = Inputs.dataset(context, "data");
      DatasetInfo info = dataset.info();
      info.require(Split.TRAIN);
      terminal.line(Announcement.of(architecture, info));
      Announcement.lackingClasses(info).ifPresent(terminal::line);
      terminal.line(Announcement.of(config));
      Announcement.distortion(config, info.shape()).ifPresent(terminal::line);
      Announcement.classWeights(config, info).ifPresent(terminal::line);
      int slots = context.cluster().slots(OptionalInt.of(config.workers()));
      Announcement.turns(config.workers(), slots).ifPresent(terminal::line);
      DoctorJob.checkBeforeTraining(context);
      terminal.line(context.acceleration() + " on " + context.sparkContext().master());
      if (context.acceleration().enabled()) {
        Announcement.uncompiled(
                architecture.configure(info.shape(), info.classes(), Optimization.of(config)),
                info.shape())
            .ifPresent(terminal::line);
      }

      // First: what is wrong with the test images would else show when the training is over.
      try (TestEvaluation test = TestEvaluation.of(dataset)) {
        TrainingRun training =
            new TrainingRun(context, config, Math.min(slots, config.workers()), run, out);
        ComputationGraph trained = training.train(architecture, dataset);
        Announcement.timeShares(training.epochs()).ifPresent(terminal::line);
        terminal.line("Evaluating on the " + info.count(Split.TEST) + " test images");
        TestEvaluation.Reviewed review = test.review(trained);
        Metrics metrics = review.metrics();
        RunMetrics result =
            new RunMetrics(
                architecture.name(),
                info.name(),
                trained.numParams(),
                metrics,
                info.classNames(),
                Optional.of(RunMetrics.Training.of(config.workers(), training.epochs())));
        provenance
            .cluster(context.sparkContext().master(), context.cluster().hosts())
            .seed(config.seed())
            .dataset(info);
        RunFiles.write(run, trained, info, result, review.errorSamples(), provenance);
        RunFiles.badImages(run, dataset.badImages());
        if (settings.flag("training.compare-single")) {
          RunFiles.comparison(
              run,
              new SingleWorkerBaseline(context)
                  .compare(architecture, dataset, test, result, slots));
        }
        RunFiles.report(run, trained);
        run.complete();
        terminal.line(TestEvaluation.line(info.name(), metrics));
        terminal.line("Run directory: " + out);
      }
    }
  }

  private static RunDirectory open(String out, JobContext context) {
    return context.settings().flag("training.resume")
        ? RunDirectory.resume(out, context.hadoop())
        : RunDirectory.create(out, context.hadoop(), context.settings().flag("overwrite"));
  }
}
