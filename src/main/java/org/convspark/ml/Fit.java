package org.convspark.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.convspark.cluster.Slots;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.config.training.AutomaticSettings;
import org.convspark.config.training.Resumption;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Datasets;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.tables.RowImages;
import org.convspark.engine.natives.Acceleration;
import org.convspark.ml.param.SettingParams;
import org.convspark.network.Architecture;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.network.text.NetworkText;
import org.convspark.run.Provenance;
import org.convspark.run.RunDirectory;
import org.convspark.run.TrainingRun;
import org.convspark.training.checkpoint.CheckpointSearch;
import org.convspark.training.checkpoint.RunComparison;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** One fit of an estimator: the command train on rows that a program has. */
final class Fit {
  /** What errors and outputs call the rows. */
  private static final String ROWS = "dataframe";

  private final ConvSparkClassifier estimator;
  private final Dataset<Row> given;
  private final SparkSession spark;
  private final JavaSparkContext context;

  Fit(ConvSparkClassifier estimator, Dataset<Row> given) {
    this.estimator = estimator;
    this.given = given;
    this.spark = given.sparkSession();
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /** Trains. What is left of it lies in the run directory, if there is one, and nowhere else. */
  ConvSparkClassificationModel run() {
    boolean accelerated = Acceleration.apply(true).enabled();
    Settings asked = estimator.settings().settings(estimator);
    try {
      Architecture architecture = architecture(asked.string("network"));
      Optional<String> out = asked.optional("out");
      if (out.isEmpty()) {
        return train(architecture, asked, accelerated, Optional.empty());
      }
      try (RunDirectory run = open(asked, out.get())) {
        return train(architecture, asked, accelerated, Optional.of(run));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UsageException e) {
      throw new IllegalArgumentException(SettingParams.words(e.getMessage()), e);
    } catch (InputException e) {
      throw new InputException(
          e.where(),
          e.found(),
          SettingParams.words(e.expected()),
          SettingParams.words(e.remedy()),
          e);
    }
  }

  /** A text of several lines is the network itself. */
  private Architecture architecture(String network) {
    return network.contains("\n")
        ? NetworkText.parse("network", network, Map.of())
        : NetworkCatalog.find(network, context.hadoopConfiguration());
  }

  private RunDirectory open(Settings asked, String out) {
    Configuration hadoop = context.hadoopConfiguration();
    return RunDirectory.open(Resumption.of(asked), out, hadoop, asked.flag("overwrite"))
        .orElseThrow(
            () ->
                new InputException(
                    out,
                    "a finished run",
                    "none, or an unfinished one to go on with",
                    "load its model by ConvSparkModel.load, or replace it with --overwrite"));
  }

  private ConvSparkClassificationModel train(
      Architecture architecture, Settings asked, boolean accelerated, Optional<RunDirectory> run)
      throws IOException {
    Provenance provenance = Provenance.started(Instant.now());
    Features features = Features.of(estimator, given);
    List<String> classNames =
        Labels.names(features.rows().get(Split.TRAIN), estimator.getLabelCol());
    try (ImageDataset dataset =
        new Datasets(spark, features.config(asked)).open(ROWS, features.rows(), classNames)) {
      DatasetInfo info = dataset.info();
      info.require(Split.TRAIN);
      Settings settings =
          AutomaticSettings.of(
                  asked,
                  run.map(each -> each.file(RunDirectory.CHECKPOINTS))
                      .map(CheckpointSearch::new)
                      .map(CheckpointSearch::identity)
                      .orElse(Map.of()))
              .settings();
      TrainingConfig config = TrainingConfig.of(settings, () -> slots(asked, OptionalInt.empty()));
      ImageShape shape = info.shape();
      Settings resolved =
          config.resolved(settings, shape.height(), shape.width(), shape.channels());
      TrainingRun training =
          new TrainingRun(
              context,
              accelerated,
              asked,
              config,
              Math.min(slots(asked, OptionalInt.of(config.workers())), config.workers()),
              new LoggedTraining(estimator.uid(), config.epochs()),
              run,
              new RunComparison(asked, List.of()));
      ComputationGraph trained;
      if (run.isEmpty()) {
        trained = training.train(architecture, dataset);
      } else {
        provenance
            .configuration(resolved)
            .cluster(context.master(), context.sc().applicationId(), Slots.hosts(context))
            .seed(config.seed())
            .dataset(info);
        trained =
            new RecordedFit(run.get(), architecture, dataset, provenance)
                .train(training, config.workers());
      }
      ConvSparkClassificationModel model =
          new ConvSparkClassificationModel(
              estimator.uid(),
              TrainedNetwork.of(
                  trained,
                  architecture.name(),
                  info,
                  new ConvSparkTrainingSummary(training.epochs())));
      model.settings().resolve(model, resolved);
      return ranged(model, features, info);
    }
  }

  private int slots(Settings settings, OptionalInt wanted) {
    return Slots.await(
        context, wanted, Duration.ofSeconds(settings.integer("cluster.executor-timeout")));
  }

  /** What fractions meant in the rows that the model was trained on, they will mean to it. */
  private ConvSparkClassificationModel ranged(
      ConvSparkClassificationModel model, Features features, DatasetInfo info) {
    Dataset<Row> rows = features.rows().get(Split.TRAIN);
    RowImages images =
        RowImages.of(
            spark,
            DataConfig.of(Settings.defaults()),
            rows.schema(),
            estimator.getFeaturesCol(),
            new ModelInput(info.shape(), info.labels(), info.preprocessing()),
            true);
    return images.needsRange()
        ? model.setPixelRange(
            images.isUnit(rows)
                ? ConvSparkClassificationModel.UNIT
                : ConvSparkClassificationModel.BYTES)
        : model;
  }
}
