package org.convspark.job;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.convspark.output.Diagnostics;
import org.convspark.output.MetricsJson;
import org.convspark.output.ModelFile;
import org.convspark.output.Provenance;
import org.convspark.output.RunDirectory;
import org.convspark.output.RunMetrics;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Puts a finished training into its run directory. */
final class RunFiles {
  private RunFiles() {}

  static void write(
      RunDirectory run, ComputationGraph trained, RunMetrics result, Provenance provenance)
      throws IOException {
    try (OutputStream out = run.create(RunDirectory.MODEL)) {
      provenance.model(ModelFile.write(trained, out));
    }
    write(run, result, provenance);
  }

  /** As much of it as there is of a saved model's evaluation. */
  static void write(RunDirectory run, RunMetrics result, Provenance provenance) throws IOException {
    try (OutputStream out = run.create(RunDirectory.METRICS)) {
      MetricsJson.write(result, out);
    }
    try (OutputStream out = run.create(RunDirectory.DIAGNOSTICS)) {
      Diagnostics.of(result.metrics()).write(out);
    }
    try (OutputStream out = run.create(RunDirectory.PROVENANCE)) {
      provenance.write(Instant.now(), out);
    }
  }
}
