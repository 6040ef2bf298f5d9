package org.convspark.job;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.convspark.cli.PredictionText;
import org.convspark.cli.Terminal;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.data.Contents;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Datasets;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.pictures.ImageSources;
import org.convspark.data.pictures.Images;
import org.convspark.model.FeatureMaps;
import org.convspark.model.FeatureMaps.Grid;
import org.convspark.model.SavedModel;
import org.convspark.model.rows.PredictionColumns;
import org.convspark.report.FeatureMapImage;
import org.convspark.run.RunDirectory;
import org.convspark.storage.TaskErrors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Draws what every layer makes of one image, as the lecture draws response maps. */
final class FeaturesJob implements Job {
  @Override
  public String name() {
    return "features";
  }

  @Override
  public String description() {
    return "Draw what every layer makes of one test image or picture, and the first kernels, as PNG";
  }

  @Override
  public List<String> settings() {
    return Inputs.settings(
        "model", "keras.pixel-range", "data", "index", "out", "overwrite", "training.seed");
  }

  /**
   * An image that is looked at.
   *
   * @param name what the terminal calls it
   * @param values as the network takes it, {@code [1, channels, height, width]}
   */
  private record Subject(String name, INDArray values) {}

  @Override
  public void run(JobContext context) throws Exception {
    Settings settings = context.settings();
    settings.required("data");
    String out = settings.required("out");
    Inputs.requireApart(context, "data", out);
    SavedModel model = Inputs.model(context);
    try (RunDirectory run = Inputs.output(context, out, model)) {
      Subject subject = isPicture(context) ? picture(context, model) : example(context, model);
      INDArray image = subject.values();
      draw(run, "00-input.png", FeatureMapImage.ofMaps(FeatureMaps.input(image)));
      List<Grid> layers = FeatureMaps.layers(model.graph(), image);
      for (int i = 0; i < layers.size(); i++) {
        draw(run, file(i + 1, layers.get(i)), FeatureMapImage.ofLayer(layers.get(i)));
      }
      Grid output = FeatureMaps.probabilities(model.graph(), image);
      draw(run, file(layers.size() + 1, output), FeatureMapImage.ofProbabilities(output));
      if (FeatureMaps.hasKernels(model.graph())) {
        Grid kernels = FeatureMaps.firstKernels(model.graph());
        draw(run, "kernels-" + kernels.layer() + ".png", FeatureMapImage.ofKernels(kernels));
      }
      run.complete();
      Terminal terminal = context.terminal();
      terminal.line(
          "Feature maps of "
              + layers.size()
              + (layers.size() == 1 ? " layer for " : " layers for ")
              + subject.name()
              + ": "
              + out);
      terminal.text(
          PredictionText.of(list(output.maps()[0][0]), Inputs.input(context, model).classNames()));
    }
  }

  private static List<Float> list(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }

  private static String file(int number, Grid layer) {
    return String.format(Locale.ROOT, "%02d-%s.png", number, layer.layer());
  }

  /** Returns whether {@code --data} is a picture, which belongs to no dataset. */
  private static boolean isPicture(JobContext context) {
    String data = context.settings().required("data");
    return Datasets.isPath(data)
        && Inputs.place(data, context)
            .filter(place -> place.exists() && !place.isDirectory())
            .filter(place -> Contents.of(place).kind() == Contents.Kind.PICTURES)
            .isPresent();
  }

  private static Subject picture(JobContext context, SavedModel model) {
    ModelInput input = Inputs.input(context, model);
    Images images =
        new ImageSources(context.spark(), DataConfig.of(context.settings()), input)
            .open(context.settings().required("data"), Split.TEST);
    images.remarks().forEach(context.terminal()::line);
    List<Row> rows;
    try {
      rows = images.rows().takeAsList(1);
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
    Optional<byte[]> pixels =
        rows.stream().findFirst().map(row -> row.<byte[]>getAs(PredictionColumns.IMAGE));
    String remark = rows.isEmpty() ? null : rows.get(0).getAs(PredictionColumns.REMARK);
    if (pixels.isEmpty()) {
      throw new InputException(
          images.name(),
          remark == null ? "a picture that can't be read" : "a blank picture (" + remark + ")",
          "a picture in which there is something",
          "choose another picture");
    }
    return new Subject(
        images.name() + (remark == null ? "" : " (" + remark + ")"),
        FeatureMaps.image(pixels.get(), input.shape(), input.preprocessing().standardization()));
  }

  private static Subject example(JobContext context, SavedModel model) {
    ImageDataset dataset = Inputs.dataset(context, model);
    DatasetInfo info = dataset.info();
    info.require(Split.TEST);
    long index = context.settings().longInteger("index");
    List<Example> found =
        dataset.examples(Split.TEST).filter(example -> example.id() == index).collect();
    if (found.isEmpty()) {
      throw new InputException(
          info.name(),
          "no test image " + index,
          "one of its " + info.count(Split.TEST) + " test images",
          "choose another --index, from 0");
    }
    Example example = found.get(0);
    return new Subject(
        "test image "
            + example.id()
            + " of "
            + info.name()
            + " (class "
            + info.className(example.label())
            + ")",
        FeatureMaps.image(example.image(), info.shape(), info.preprocessing().standardization()));
  }

  private static void draw(RunDirectory run, String file, FeatureMapImage image)
      throws IOException {
    try (OutputStream out = run.create(file)) {
      image.write(out);
    }
  }
}
