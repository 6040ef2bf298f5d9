package org.convspark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.convspark.cli.PredictionText;
import org.convspark.config.DataConfig;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.data.BadImage;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.pictures.ImageSources;
import org.convspark.data.pictures.Images;
import org.convspark.data.pictures.PictureFolder;
import org.convspark.model.SavedModel;
import org.convspark.model.rows.PredictionColumns;
import org.convspark.model.rows.PredictionFormat;
import org.convspark.report.RunFiles;
import org.convspark.run.RunDirectory;
import org.convspark.storage.tables.SparkOutput;

/** Writes what a saved model says of images; of a few of them it says it on the terminal. */
final class PredictJob implements Job {
  /** Of more images the predictions are written, not printed, unless the first are asked for. */
  private static final int FEW = 10;

  @Override
  public String name() {
    return "predict";
  }

  @Override
  public String description() {
    return "Tell the class of a few pictures, or write the probabilities of many";
  }

  @Override
  public List<String> settings() {
    return Inputs.settings(
        "model",
        "keras.pixel-range",
        "data",
        "out",
        "overwrite",
        "images.split",
        "predict.head",
        "predict.format",
        "predict.min-confidence",
        "training.seed");
  }

  @Override
  public void run(JobContext context) throws Exception {
    Settings settings = context.settings();
    Split split = Inputs.split(context, Split.TEST);
    PredictionFormat format = PredictionFormat.of(settings);
    int head = settings.integer("predict.head");
    if (head < 0) {
      throw new UsageException("--head", head, "0 or more");
    }
    String data = settings.required("data");
    DataConfig config = DataConfig.of(settings);
    settings.optional("out").ifPresent(out -> Inputs.requireApart(context, "data", out));
    SavedModel model = Inputs.model(context);
    ModelInput input = Inputs.input(context, model);
    Images images = new ImageSources(context.spark(), config, input).open(data, split);
    model.requireFit(images.name(), images.shape());
    boolean answers = head == 0 && settings.optional("out").isEmpty();
    if (answers && images.count().filter(count -> count > FEW).isPresent()) {
      throw tooMany(images);
    }
    images.remarks().forEach(context.terminal()::line);
    context
        .terminal()
        .line(
            "Predicting "
                + images
                    .count()
                    .map(n -> n + (n == 1 ? " image of " : " images of "))
                    .orElse("the images of ")
                + images.name()
                + " with "
                + model.name());
    Dataset<Row> predictions = PredictionColumns.add(images.rows(), model.graph(), input);
    if (answers || head > 0) {
      List<Row> rows =
          predictions.drop(PredictionColumns.IMAGE).takeAsList(answers ? FEW + 1 : head);
      if (answers && rows.size() > FEW) {
        throw tooMany(images);
      }
      for (Row row : rows) {
        context.terminal().text(PredictionText.of(row, input.classNames()));
      }
    }
    if (settings.optional("out").isPresent()) {
      write(context, model, images, format.shape(predictions, model.classes()), format);
    }
    leftOut(images, settings.optional("out").isPresent()).forEach(context.terminal()::line);
  }

  private static UsageException tooMany(Images images) {
    return new UsageException(
        "--out is missing: "
            + images.name()
            + " has more than "
            + FEW
            + " images; --out DIR gets their predictions, --head N prints the first");
  }

  private static void write(
      JobContext context,
      SavedModel model,
      Images images,
      Dataset<Row> predictions,
      PredictionFormat format)
      throws Exception {
    String out = context.settings().required("out");
    try (RunDirectory directory = Inputs.output(context, out, model)) {
      Outputs.requireShared(context, out);
      directory.requireHeld();
      Observation count = new Observation();
      long all =
          SparkOutput.write(
              predictions.observe(
                  count, functions.count(PredictionColumns.PREDICTION).as("predicted")),
              format.name(),
              // _SUCCESS comes when the directory has its name.
              Map.of("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false", "header", "true"),
              directory.directory(),
              directory.target().toString());
      images.requireAll(all);
      RunFiles.badImages(directory, images.bad().get());
      directory.complete();
      long abstained = all - (Long) count.getAsJava().get("predicted");
      context
          .terminal()
          .line(
              "Predicted "
                  + all
                  + " images"
                  + (abstained == 0
                      ? ""
                      : ", " + abstained + " of them blank or not confidently enough"));
      context.terminal().line("Predictions: " + directory.target().uri());
    }
  }

  /** Lines of what isn't among the predictions. */
  private static List<String> leftOut(Images images, boolean written) {
    List<String> lines = new ArrayList<>();
    List<BadImage> bad = images.bad().get();
    if (!bad.isEmpty()) {
      lines.add(
          "Skipped "
              + bad.size()
              + (bad.size() == 1 ? " image" : " images")
              + " that can't be read or used, "
              + (written
                  ? "see " + BadImage.FILE
                  : "the first: " + bad.get(0).problem().getMessage()));
    }
    PictureFolder.leftOut(images.foreign().get()).ifPresent(lines::add);
    return lines;
  }
}
