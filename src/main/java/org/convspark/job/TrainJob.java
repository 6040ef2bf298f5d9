package org.convspark.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.convspark.cli.Announcement;
import org.convspark.cli.Terminal;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.config.training.AutomaticSettings;
import org.convspark.config.training.Resumption;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.evaluation.Metrics;
import org.convspark.evaluation.TestEvaluation;
import org.convspark.network.Architecture;
import org.convspark.network.InitialParameters;
import org.convspark.report.RunFiles;
import org.convspark.run.Attempts;
import org.convspark.run.Provenance;
import org.convspark.run.RunDirectory;
import org.convspark.run.RunMetrics;
import org.convspark.run.RunNames;
import org.convspark.run.TrainingRun;
import org.convspark.training.Optimization;
import org.convspark.training.checkpoint.CheckpointSearch;
import org.convspark.training.checkpoint.RunComparison;
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
        "transfer.from",
        "transfer.freeze",
        "transfer.learning-rate-factors",
        "transfer.replace-head",
        "keras.pixel-range",
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
    settings.required("data");
    // Wrong values are told before anything is looked at or started.
    TrainingConfig.of(settings, () -> 1);
    Resumption resumption = Resumption.of(settings);
    Architecture architecture = Inputs.architecture(context);
    String out = Outputs.place(context, () -> RunNames.next(architecture));
    Inputs.requireApart(context, "data", out);
    if (resumption == Resumption.AUTO
        && FinishedRun.isThere(out, architecture, context, settings())) {
      return;
    }
    Optional<RunDirectory> opened =
        RunDirectory.open(resumption, out, context.hadoop(), settings.flag("overwrite"));
    if (opened.isEmpty()) {
      run(context); // Now it is there.
      return;
    }
    try (RunDirectory run = opened.get()) {
      context.stop().leaving(() -> goingOn(run, out));
      Attempts attempts = new Attempts(run.target(), run::isLost);
      CheckpointSearch checkpoints = new CheckpointSearch(run.file(RunDirectory.CHECKPOINTS));
      if (resumption == Resumption.AUTO) {
        attempts.run(
            checkpoints.newestName(),
            context.stop()::isAsked,
            () -> train(context, architecture, run, out, checkpoints));
      } else {
        attempts.clear();
        train(context, architecture, run, out, checkpoints);
      }
    }
  }

  private static void refuseFrozen(String normalization) {
    throw new UsageException(
        "--freeze: "
            + normalization
            + " is a batch normalisation, which DL4J's own layers train others wrongly through;"
            + " it needs the engine");
  }

  private static Optional<String> goingOn(RunDirectory run, String out) {
    return run.file(RunDirectory.CHECKPOINTS).exists()
        ? Optional.of("go on with the same command and --out " + out + " --resume")
        : Optional.empty();
  }

  private void train(
      JobContext context,
      Architecture architecture,
      RunDirectory run,
      String out,
      CheckpointSearch checkpoints)
      throws Exception {
    Terminal terminal = context.terminal();
    AutomaticSettings automatic = AutomaticSettings.of(context.settings(), checkpoints.identity());
    Settings settings = automatic.settings().with("out", out);
    TrainingConfig config =
        TrainingConfig.of(settings, () -> context.cluster().slots(OptionalInt.empty()));
    Provenance provenance = Provenance.started(Instant.now());
    Optional<InitialParameters> start = architecture.initial();
    ImageDataset dataset = Inputs.dataset(context, "data", start.flatMap(InitialParameters::input));
    DatasetInfo info = dataset.info();
    info.require(Split.TRAIN);
    ImageShape shape = info.shape();
    // Some follow from the images: they are told as run.json and the report have them.
    Settings resolved = config.resolved(settings, shape.height(), shape.width(), shape.channels());
    provenance.configuration(resolved);
    terminal.line("Settings other than the defaults:");
    resolved.render().forEach(line -> terminal.line("  " + line));
    Announcement.decided(automatic).ifPresent(terminal::line);

    terminal.line(Announcement.of(architecture, info));
    start.map(InitialParameters::describe).ifPresent(terminal::line);
    Announcement.lackingClasses(info).ifPresent(terminal::line);
    terminal.line(Announcement.of(config));
    Announcement.distortion(config, shape).ifPresent(terminal::line);
    Announcement.classWeights(config, info).ifPresent(terminal::line);
    int slots = context.cluster().slots(OptionalInt.of(config.workers()));
    Announcement.turns(config.workers(), slots).ifPresent(terminal::line);
    DoctorJob.checkBeforeTraining(context);
    terminal.line("On " + context.sparkContext().master() + ": " + context.acceleration());
    boolean accelerated = context.acceleration().enabled();
    Optional<String> uncompiled =
        Announcement.uncompiled(
            architecture.configure(shape, info.classes(), Optimization.of(config)), shape);
    uncompiled.filter(line -> accelerated).ifPresent(terminal::line);
    if (!accelerated || uncompiled.isPresent()) {
      start.flatMap(InitialParameters::frozenNormalization).ifPresent(TrainJob::refuseFrozen);
    }

    // First: what is wrong with the test images would else show when the training is over.
    try (TestEvaluation test = TestEvaluation.of(dataset)) {
      TrainingRun training =
          new TrainingRun(
              context.sparkContext(),
              context.acceleration().enabled(),
              context.settings(),
              config,
              Math.min(slots, config.workers()),
              new TerminalTraining(context, config.epochs()),
              Optional.of(run),
              new RunComparison(context.settings(), settings()));
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
          .cluster(
              context.sparkContext().master(),
              context.sparkContext().sc().applicationId(),
              context.cluster().hosts())
          .seed(config.seed())
          .dataset(info);
      start.map(InitialParameters::sha256).ifPresent(provenance::initialModel);
      RunFiles.write(run, trained, info, result, review.errorSamples(), provenance);
      RunFiles.badImages(run, dataset.badImages());
      if (settings.flag("training.compare-single")) {
        RunFiles.comparison(
            run,
            new SingleWorkerBaseline(context).compare(architecture, dataset, test, result, slots));
      }
      RunFiles.report(run, trained);
      run.complete();
      terminal.line(TestEvaluation.line(info.name(), metrics));
      terminal.line("Run directory: " + out);
    }
  }
}
