package org.convspark.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.convspark.accel.Acceleration;
import org.convspark.config.Settings;
import org.convspark.config.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageDataset;
import org.convspark.data.Shards;
import org.convspark.data.Split;
import org.convspark.evaluation.Metrics;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkCatalog;
import org.convspark.output.History;
import org.convspark.output.Provenance;
import org.convspark.output.RunDirectory;
import org.convspark.output.RunMetrics;
import org.convspark.training.Optimization;
import org.convspark.training.Trainer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
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
    return List.of(
        "network",
        "data",
        "out",
        "overwrite",
        "limit",
        "training.epochs",
        "training.batch-size",
        "training.workers",
        "training.averaging-frequency",
        "training.learning-rate",
        "training.seed");
  }

  @Override
  public void run(JobContext context) throws Exception {
    Settings settings = context.settings();
    Terminal terminal = context.terminal();
    TrainingConfig config = TrainingConfig.of(settings);
    Architecture architecture = NetworkCatalog.find(settings.string("network"), context.hadoop());
    Path out = new Path(settings.optional("out").orElseGet(() -> RunNames.next(architecture)));
    Provenance provenance = Provenance.started(Instant.now()).configuration(settings.config());
    terminal.line("Settings: " + settings.render(settings()));

    JavaSparkContext spark = context.sparkContext();
    try (RunDirectory run =
        RunDirectory.create(out, context.hadoop(), settings.flag("overwrite"))) {
      ImageDataset dataset = Inputs.dataset(context);
      DatasetInfo info = dataset.info();
      ComputationGraphConfiguration network =
          architecture.configure(info.shape(), info.classes(), Optimization.of(config));
      int workers = workers(context, config);
      announce(terminal, architecture, info, workers, context.acceleration(), spark.master());

      History history = new History(run.path(RunDirectory.HISTORY), context.hadoop(), List.of());
      TrainingProgress progress = new TrainingProgress(terminal, history, config.epochs());
      ComputationGraph trained;
      try (Shards shards =
          Shards.deal(dataset.examples(Split.TRAIN), info.shape(), workers, config.seed())) {
        trained =
            new Trainer(spark, config, context.acceleration().enabled())
                .train(network, info.classes(), shards, progress);
      }

      terminal.line("Evaluating on the " + info.count(Split.TEST) + " test images");
      Metrics metrics = Scoring.ofTestSplit(dataset, trained);
      RunMetrics result =
          new RunMetrics(
              architecture.name(),
              info.name(),
              trained.numParams(),
              metrics,
              Optional.of(progress.training(workers)));
      provenance.cluster(spark.master(), context.hosts()).seed(config.seed()).dataset(info.toMap());
      RunFiles.write(run, trained, result, provenance);
      run.complete();
      terminal.line(Scoring.line(info.name(), metrics));
      terminal.line("Run directory: " + out);
    }
  }

  /** As many as asked for, or as there are slots; more than slots take turns. */
  private static int workers(JobContext context, TrainingConfig config)
      throws InterruptedException {
    int slots = context.slots(config.workers());
    int workers = config.workers().orElse(slots);
    if (workers > slots) {
      context
          .terminal()
          .line(
              workers
                  + " workers share "
                  + slots
                  + (slots == 1 ? " task slot" : " task slots")
                  + " and take turns, which is slower");
    }
    return workers;
  }

  private static void announce(
      Terminal terminal,
      Architecture architecture,
      DatasetInfo info,
      int workers,
      Acceleration acceleration,
      String master) {
    terminal.line(
        "Training "
            + architecture.name()
            + " on "
            + info.name()
            + ": "
            + info.count(Split.TRAIN)
            + " training and "
            + info.count(Split.TEST)
            + " test images of "
            + info.shape()
            + ", "
            + info.classes()
            + " classes");
    terminal.line(
        "Acceleration: "
            + acceleration
            + ", "
            + workers
            + (workers == 1 ? " worker" : " workers")
            + " of one thread each on "
            + master);
  }
}
