package org.convspark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convspark.evaluation.Calibration;
import org.convspark.evaluation.Calibration.Bin;
import org.convspark.evaluation.Metrics;
import org.convspark.storage.Json;
import org.convspark.storage.OutputFile;

/**
 * diagnostics.json: what the report shows of a network beyond metrics.json, whose keys are fixed.
 *
 * @param topAccuracy as in {@link Metrics}
 * @param calibration as in {@link Metrics}
 */
public record Diagnostics(List<Double> topAccuracy, Calibration calibration) {
  public Diagnostics {
    topAccuracy = List.copyOf(topAccuracy);
  }

  public static Diagnostics of(Metrics metrics) {
    return new Diagnostics(metrics.topAccuracy(), metrics.calibration());
  }

  /** Writes diagnostics.json to the stream and leaves it open. */
  public void write(OutputStream out) throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    ArrayNode top = json.putArray(MetricNames.TOP_ACCURACY);
    topAccuracy.forEach(top::add);
    json.put(MetricNames.CALIBRATION_ERROR, calibration.expectedError());
    ArrayNode bins = json.putArray(MetricNames.RELIABILITY);
    for (Bin bin : calibration.bins()) {
      bins.addObject()
          .put(MetricNames.LOWER, bin.lower())
          .put(MetricNames.UPPER, bin.upper())
          .put(MetricNames.COUNT, bin.count())
          .put(MetricNames.CONFIDENCE, bin.confidence())
          .put(MetricNames.ACCURACY, bin.accuracy());
    }
    Json.write(json, out);
  }

  /**
   * Reads diagnostics.json in a run directory; empty if it isn't there.
   *
   * @throws org.convspark.config.InputException if it is there and damaged
   */
  static Optional<Diagnostics> read(Path run, Configuration hadoop) {
    Path path = new Path(run, RunDirectory.DIAGNOSTICS);
    if (!OutputFile.exists(path, hadoop)) {
      return Optional.empty();
    }
    String where = path.toString();
    JsonNode json = Json.read(path, hadoop);
    List<Double> top = new ArrayList<>();
    for (JsonNode value : Json.required(where, json, MetricNames.TOP_ACCURACY)) {
      top.add(value.asDouble());
    }
    List<Bin> bins = new ArrayList<>();
    for (JsonNode bin : Json.required(where, json, MetricNames.RELIABILITY)) {
      bins.add(
          new Bin(
              Json.number(where, bin, MetricNames.LOWER).asDouble(),
              Json.number(where, bin, MetricNames.UPPER).asDouble(),
              Json.number(where, bin, MetricNames.COUNT).asLong(),
              Json.number(where, bin, MetricNames.CONFIDENCE).asDouble(),
              Json.number(where, bin, MetricNames.ACCURACY).asDouble()));
    }
    return Optional.of(new Diagnostics(top, new Calibration(bins)));
  }
}
