package org.convspark.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.convspark.evaluation.Calibration;
import org.convspark.evaluation.Metrics;
import org.convspark.storage.Location;
import org.convspark.storage.text.Json;

/**
 * diagnostics.json: what the report shows of a network beyond metrics.json.
 *
 * @param topAccuracy as in {@link Metrics}
 * @param expectedCalibrationError as in {@link Calibration}
 * @param reliability the bins of {@link Calibration}
 */
public record Diagnostics(
    @JsonProperty("top_k_accuracy") List<Double> topAccuracy,
    double expectedCalibrationError,
    List<Calibration.Bin> reliability) {

  public Diagnostics {
    topAccuracy = List.copyOf(topAccuracy);
    reliability = List.copyOf(reliability);
  }

  public static Diagnostics of(Metrics metrics) {
    Calibration calibration = metrics.calibration();
    return new Diagnostics(metrics.topAccuracy(), calibration.expectedError(), calibration.bins());
  }

  /** Writes diagnostics.json to the stream and leaves it open. */
  public void write(OutputStream out) throws IOException {
    Json.write(this, out);
  }

  /**
   * Reads diagnostics.json in a run directory.
   *
   * @return empty if the file isn't there
   * @throws org.convspark.config.InputException if it is there and damaged
   */
  static Optional<Diagnostics> read(Location run) {
    Location file = run.child(RunDirectory.DIAGNOSTICS);
    return file.exists() ? Optional.of(Json.read(file, Diagnostics.class)) : Optional.empty();
  }
}
