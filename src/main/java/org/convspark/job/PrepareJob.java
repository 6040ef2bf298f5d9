package org.convspark.job;

import java.util.List;
import org.convspark.config.Settings;
import org.convspark.data.DatasetInfo;
import org.convspark.data.parquet.DatasetWriter;

/** Turns IDX files into a checked Parquet dataset. */
final class PrepareJob implements Job {
  @Override
  public String name() {
    return "prepare";
  }

  @Override
  public String description() {
    return "Check the four IDX files of a dataset and write them as Parquet";
  }

  @Override
  public List<String> settings() {
    return List.of("source", "out", "overwrite", "limit");
  }

  @Override
  public void run(JobContext context) {
    Settings settings = context.settings();
    String source = settings.required("source");
    String out = settings.required("out");
    // First of all: an output that can't be is found before anything is read.
    DatasetWriter writer = new DatasetWriter(context.spark(), out, settings.flag("overwrite"));
    context.terminal().line("Preparing " + source);
    DatasetInfo info = writer.write(Inputs.open(context, "source"));
    context.terminal().line("Dataset " + info.name() + ": " + info.contents() + ", in " + out);
  }
}
