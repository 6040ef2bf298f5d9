package org.convspark.job;

import java.util.List;
import org.convspark.config.Settings;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageDataset;
import org.convspark.data.parquet.DatasetWriter;

/** Turns images of any kind into a checked Parquet dataset. */
final class PrepareJob implements Job {
  @Override
  public String name() {
    return "prepare";
  }

  @Override
  public String description() {
    return "Check images of any kind and write them as a Parquet dataset";
  }

  @Override
  public List<String> settings() {
    return Inputs.settings(
        "source", "out", "overwrite", "limit", "images.test-split", "training.seed");
  }

  @Override
  public void run(JobContext context) {
    Settings settings = context.settings();
    String source = settings.required("source");
    String out = settings.required("out");
    Inputs.requireApart(context, "source", out);
    // First of all: an output that can't be is found before anything is read.
    DatasetWriter writer = new DatasetWriter(context.spark(), out, settings.flag("overwrite"));
    context.terminal().line("Preparing " + source);
    ImageDataset images = Inputs.dataset(context, "source");
    Outputs.requireShared(context, out);
    DatasetInfo info = writer.write(images);
    context.terminal().line("Dataset " + info.name() + ": " + info.contents() + ", in " + out);
  }
}
