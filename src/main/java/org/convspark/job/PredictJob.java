package org.convspark.job;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.convspark.cli.PredictionText;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.data.Split;
import org.convspark.data.pictures.ImageSources;
import org.convspark.data.pictures.Images;
import org.convspark.model.PredictionColumns;
import org.convspark.model.PredictionFormat;
import org.convspark.model.SavedModel;
import org.convspark.run.RunDirectory;

/** Writes what a saved model says of images, and shows the first of them. */
final class PredictJob implements Job {
  @Override
  public String name() {
    return "predict";
  }

  @Override
  public String description() {
    return "Write a saved model's probabilities for each image, or show the first";
  }

  @Override
  public List<String> settings() {
    return List.of(
        "model",
        "data",
        "out",
        "overwrite",
        "predict.split",
        "predict.head",
        "predict.format",
        "predict.min-confidence",
        "training.seed");
  }

  @Override
  public void run(JobContext context) throws Exception {
    Settings settings = context.settings();
    Split split = split(settings.string("predict.split"));
    PredictionFormat format = PredictionFormat.of(settings);
    int head = settings.integer("predict.head");
    if (head < 0) {
      throw new UsageException("--head", head, "0 or more");
    }
    if (head == 0) {
      settings.required("out");
    }
    String data = settings.required("data");
    SavedModel model = Inputs.model(context);
    Images images =
        new ImageSources(context.spark(), model.shape())
            .open(data, split, settings.longInteger("training.seed"));
    model.requireFit(images.name(), images.shape());
    context
        .terminal()
        .line(
            "Predicting "
                + images.count().map(n -> n + " images of ").orElse("the images of ")
                + images.name()
                + " with "
                + model.name());
    Dataset<Row> predictions = PredictionColumns.add(images.rows(), model.graph(), images.shape());
    if (head > 0) {
      for (Row row : predictions.drop(PredictionColumns.IMAGE).takeAsList(head)) {
        context.terminal().line(PredictionText.of(row));
      }
    }
    if (settings.optional("out").isPresent()) {
      write(context, model, format.shape(predictions, model.classes()), format);
    }
  }

  private static void write(
      JobContext context, SavedModel model, Dataset<Row> predictions, PredictionFormat format)
      throws Exception {
    String out = context.settings().required("out");
    try (RunDirectory directory = Inputs.output(context, out, model)) {
      Observation count = new Observation();
      predictions
          .observe(
              count,
              functions.count(functions.lit(1)).as("images"),
              functions.count(PredictionColumns.PREDICTION).as("predicted"))
          .write()
          // The directory is there already, and _SUCCESS comes when it has its name.
          .mode(SaveMode.Append)
          .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
          .option("header", "true")
          .format(format.name())
          .save(directory.directory().uri());
      directory.complete();
      long images = (Long) count.getAsJava().get("images");
      long abstained = images - (Long) count.getAsJava().get("predicted");
      context
          .terminal()
          .line(
              "Predicted "
                  + images
                  + " images"
                  + (abstained == 0 ? "" : ", " + abstained + " of them not confidently enough"));
      context.terminal().line("Predictions: " + directory.target().uri());
    }
  }

  private static Split split(String given) {
    for (Split split : Split.values()) {
      if (split.directory().equals(given.toLowerCase(Locale.ROOT))) {
        return split;
      }
    }
    throw new UsageException("--split", given, "train or test");
  }
}
