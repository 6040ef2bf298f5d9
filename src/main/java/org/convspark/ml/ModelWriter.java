package org.convspark.ml;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.spark.ml.util.MLWriter;
import org.convspark.model.ModelFile;
import org.convspark.run.RunDirectory;
import org.convspark.shims.SparkShims;
import org.convspark.storage.Location;

/** Writes a model: the directory {@code metadata} as Spark has it, model.zip and history.jsonl. */
final class ModelWriter extends MLWriter {
  private final ConvSparkClassificationModel model;

  ModelWriter(ConvSparkClassificationModel model) {
    this.model = model;
  }

  @Override
  public void saveImpl(String path) {
    SparkShims.saveMetadata(model, path, sparkSession());
    Location directory = Location.of(path, sc().hadoopConfiguration());
    TrainedNetwork network = model.trained();
    write(
        directory.child(ModelFile.NAME),
        out -> ModelFile.write(network.graph(), Optional.of(network.origin()), out));
    network
        .summary()
        .ifPresent(
            summary ->
                write(directory.child(RunDirectory.HISTORY), out -> out.write(summary.lines())));
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static void write(Location file, Content content) {
    try (OutputStream out = file.create()) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file + ": " + e.getMessage(), e);
    }
  }
}
