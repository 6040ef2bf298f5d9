package org.convspark.job;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.model.FeatureMaps;
import org.convspark.model.SavedModel;
import org.convspark.report.FeatureMapImage;
import org.convspark.run.RunDirectory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Draws what every layer makes of one test image, as the lecture draws response maps. */
final class FeaturesJob implements Job {
  @Override
  public String name() {
    return "features";
  }

  @Override
  public String description() {
    return "Draw the feature maps of every layer for one test image, and the first kernels, as PNG";
  }

  @Override
  public List<String> settings() {
    return Inputs.settings("model", "data", "index", "out", "overwrite", "training.seed");
  }

  @Override
  public void run(JobContext context) throws Exception {
    Settings settings = context.settings();
    settings.required("data");
    String out = settings.required("out");
    Inputs.requireApart(context, "data", out);
    SavedModel model = Inputs.model(context);
    try (RunDirectory run = Inputs.output(context, out, model)) {
      ImageDataset dataset = Inputs.dataset(context, model);
      dataset.info().require(Split.TEST);
      Example example = example(dataset, settings.longInteger("index"));
      INDArray image =
          FeatureMaps.image(
              example.image(),
              dataset.info().shape(),
              dataset.info().preprocessing().standardization());

      draw(run, "00-input.png", FeatureMapImage.ofMaps(FeatureMaps.input(image)));
      List<FeatureMaps.Grid> layers = FeatureMaps.of(model.graph(), image);
      for (int i = 0; i < layers.size(); i++) {
        String file = String.format(Locale.ROOT, "%02d-%s.png", i + 1, layers.get(i).layer());
        draw(run, file, FeatureMapImage.ofMaps(layers.get(i)));
      }
      if (!layers.isEmpty()) {
        FeatureMaps.Grid kernels = FeatureMaps.firstKernels(model.graph());
        draw(run, "kernels-" + kernels.layer() + ".png", FeatureMapImage.ofKernels(kernels));
      }
      run.complete();
      context
          .terminal()
          .line(
              "Feature maps of "
                  + layers.size()
                  + " layers for test image "
                  + example.id()
                  + " of "
                  + dataset.info().name()
                  + " (class "
                  + dataset.info().className(example.label())
                  + "): "
                  + out);
    }
  }

  private static Example example(ImageDataset dataset, long index) {
    List<Example> found =
        dataset.examples(Split.TEST).filter(example -> example.id() == index).collect();
    DatasetInfo info = dataset.info();
    if (found.isEmpty()) {
      throw new InputException(
          info.name(),
          "no test image " + index,
          "one of its " + info.count(Split.TEST) + " test images",
          "choose another --index, from 0");
    }
    return found.get(0);
  }

  private static void draw(RunDirectory run, String file, FeatureMapImage image)
      throws IOException {
    try (OutputStream out = run.create(file)) {
      image.write(out);
    }
  }
}
