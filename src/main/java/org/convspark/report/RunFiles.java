package org.convspark.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convspark.data.BadImage;
import org.convspark.data.DatasetInfo;
import org.convspark.evaluation.ErrorSamples;
import org.convspark.model.ModelFile;
import org.convspark.model.ModelOrigin;
import org.convspark.run.Diagnostics;
import org.convspark.run.ErrorSamplesJson;
import org.convspark.run.MetricsJson;
import org.convspark.run.Provenance;
import org.convspark.run.RunDirectory;
import org.convspark.run.RunMetrics;
import org.convspark.storage.Location;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Puts a finished training into its run directory. */
public final class RunFiles {
  private RunFiles() {}

  /** Writes what a training comes to: the model, its metrics and samples of its errors. */
  public static void write(
      RunDirectory run,
      ComputationGraph trained,
      DatasetInfo dataset,
      RunMetrics result,
      ErrorSamples errorSamples,
      Provenance provenance)
      throws IOException {
    writeModel(run, trained, result.network(), dataset, provenance);
    write(run, result, provenance);
    try (OutputStream out = run.create(RunDirectory.MISTAKES)) {
      ErrorSamplesJson.write(errorSamples, out);
    }
    // All that took long is there: it outlives a report that fails.
    run.keepOnClose();
  }

  /**
   * Writes the model, and tells the provenance of it.
   *
   * @param network the network's name in the catalog
   */
  public static void writeModel(
      RunDirectory run,
      ComputationGraph trained,
      String network,
      DatasetInfo dataset,
      Provenance provenance)
      throws IOException {
    try (OutputStream out = run.create(RunDirectory.MODEL)) {
      byte[] origin = ModelOrigin.json(network, dataset);
      provenance.model(ModelFile.write(trained, Optional.of(origin), out));
    }
  }

  /**
   * Writes report.html about all files of the run written before.
   *
   * @throws IOException if it can't be made; the message says where the rest of the run is
   */
  public static void report(RunDirectory run, ComputationGraph trained) throws IOException {
    Location kept = run.keepOnClose();
    try (OutputStream out = run.create(RunDirectory.REPORT)) {
      String name = run.target().name();
      Report.write(List.of(RunData.read(name, kept, Optional.of(trained))), out);
    } catch (IOException | RuntimeException e) {
      throw new IOException("no report; the rest of the run is in " + kept + ": " + e, e);
    }
  }

  /** Writes the files of a saved model's evaluation: metrics, diagnostics and provenance. */
  public static void write(RunDirectory run, RunMetrics result, Provenance provenance)
      throws IOException {
    try (OutputStream out = run.create(RunDirectory.METRICS)) {
      MetricsJson.write(result, out);
    }
    try (OutputStream out = run.create(RunDirectory.DIAGNOSTICS)) {
      Diagnostics.of(result.metrics()).write(out);
    }
    writeProvenance(run, provenance);
  }

  /** Writes where the run comes from, which ends now. */
  public static void writeProvenance(RunDirectory run, Provenance provenance) throws IOException {
    try (OutputStream out = run.create(RunDirectory.PROVENANCE)) {
      provenance.write(Instant.now(), out);
    }
  }

  /**
   * Writes the images that can't be used and were skipped, and why; no file where there are none.
   */
  public static void badImages(RunDirectory run, List<BadImage> images) throws IOException {
    if (images.isEmpty()) {
      return;
    }
    try (OutputStream out = run.create(RunDirectory.BAD_IMAGES)) {
      out.write(BadImage.csv(images).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Writes comparison.json: what distribution gained and cost, beside one worker. */
  public static void comparison(RunDirectory run, Map<String, Object> comparison)
      throws IOException {
    try (OutputStream out = run.create(RunDirectory.COMPARISON)) {
      out.write(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(comparison));
    }
  }
}
