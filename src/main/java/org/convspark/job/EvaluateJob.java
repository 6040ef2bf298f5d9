package org.convspark.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.cli.MetricsText;
import org.convspark.cli.Terminal;
import org.convspark.config.Settings;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.evaluation.Metrics;
import org.convspark.evaluation.ScoredExamples;
import org.convspark.evaluation.TestEvaluation;
import org.convspark.model.Prediction;
import org.convspark.model.SavedModel;
import org.convspark.report.RunFiles;
import org.convspark.run.Provenance;
import org.convspark.run.RunDirectory;
import org.convspark.run.RunMetrics;
import org.convspark.run.RunNames;
import org.convspark.storage.tables.SparkFiles;
import org.convspark.storage.tables.SparkOutput;

/** Scores a saved model on the test images of a dataset, as training does at its end. */
final class EvaluateJob implements Job {
  /** Name of the Parquet dataset in the output that has a row for each test image. */
  static final String PREDICTIONS = "predictions";

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("label", DataTypes.IntegerType, false)
          .add("prediction", DataTypes.IntegerType, false)
          .add("confidence", DataTypes.DoubleType, false)
          .add("loss", DataTypes.DoubleType, false);

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String description() {
    return "Score a saved model on the test images of a dataset and write the metrics";
  }

  @Override
  public List<String> settings() {
    return Inputs.settings(
        "model", "keras.pixel-range", "data", "out", "overwrite", "limit", "training.seed");
  }

  @Override
  public void run(JobContext context) throws Exception {
    Settings settings = context.settings();
    Terminal terminal = context.terminal();
    settings.required("data");
    Optional<String> given = settings.optional("out");
    given.ifPresent(path -> Inputs.requireApart(context, "data", path));
    SavedModel model = Inputs.model(context);
    String out = Outputs.place(context, () -> RunNames.nextEvaluation(model.name()));
    if (given.isEmpty()) {
      Inputs.requireApart(context, "data", out);
    }
    Settings effective = settings.with("out", out);
    Provenance provenance = Provenance.started(Instant.now()).configuration(effective);
    terminal.line("Settings other than the defaults:");
    effective.render().forEach(line -> terminal.line("  " + line));

    try (RunDirectory run = Inputs.output(context, out, model)) {
      ImageDataset dataset = Inputs.dataset(context, model);
      DatasetInfo info = dataset.info();
      terminal.line(
          "Evaluating "
              + model.name()
              + " on "
              + info.count(Split.TEST)
              + " test images of "
              + info.name());
      Outputs.requireShared(context, out);
      Metrics metrics = score(context, dataset, model, run);
      RunMetrics result =
          new RunMetrics(
              model.name(),
              info.name(),
              model.graph().numParams(),
              metrics,
              info.classNames(),
              Optional.empty());
      provenance
          .cluster(
              context.sparkContext().master(),
              context.sparkContext().sc().applicationId(),
              context.cluster().hosts())
          .seed(settings.longInteger("training.seed"))
          .dataset(info)
          .model(model.sha256());
      RunFiles.write(run, result, provenance);
      RunFiles.badImages(run, dataset.badImages());
      run.complete();
      terminal.line("Evaluation: " + run.target().uri());
    }
  }

  /** Runs the network once, for metrics and predictions both. */
  private static Metrics score(
      JobContext context, ImageDataset test, SavedModel model, RunDirectory run)
      throws InterruptedException {
    long began = System.nanoTime();
    try (TestEvaluation evaluation = TestEvaluation.of(test);
        ScoredExamples scored = evaluation.scored(model.graph())) {
      Metrics metrics = scored.metrics();
      double seconds = (System.nanoTime() - began) / 1e9;
      context.terminal().line(MetricsText.kerasLine(evaluation.minibatchCount(), seconds, metrics));
      context.terminal().text(MetricsText.of(metrics, test.info().labels()));
      write(context.spark(), scored.predictions(), metrics.examples(), run);
      return metrics;
    }
  }

  private static void write(
      SparkSession spark, JavaRDD<Prediction> predictions, long expected, RunDirectory run)
      throws InterruptedException {
    Dataset<Row> rows =
        spark
            .createDataFrame(
                predictions.map(
                    p ->
                        RowFactory.create(
                            p.id(), p.label(), p.predicted(), (double) p.confidence(), p.loss())),
                SCHEMA)
            .orderBy("id");
    run.requireHeld();
    long written =
        SparkOutput.write(
            rows,
            SparkFiles.PARQUET,
            Map.of(),
            run.file(PREDICTIONS),
            run.target().child(PREDICTIONS).toString());
    if (written != expected) {
      throw new IllegalStateException(
          "wrote " + written + " predictions, " + expected + " expected");
    }
  }
}
