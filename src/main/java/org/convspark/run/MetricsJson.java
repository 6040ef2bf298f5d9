package org.convspark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convspark.evaluation.Calibration;
import org.convspark.evaluation.ConfusionMatrix;
import org.convspark.evaluation.Metric;
import org.convspark.evaluation.Metrics;
import org.convspark.evaluation.Metrics.ClassScore;
import org.convspark.evaluation.Metrics.Confusion;
import org.convspark.run.RunMetrics.Training;
import org.convspark.storage.Location;
import org.convspark.storage.text.Json;

/**
 * Writes and reads metrics.json: what was evaluated, a key for each {@link Metric}, the scores by
 * class, and how the network was trained. Its keys are a contract: always all of them, null where
 * one doesn't apply.
 */
public final class MetricsJson {
  private record Evaluated(String network, String dataset, long parameters, long examples) {}

  private record ByClass(
      List<ClassScore> perClass, ConfusionMatrix confusionMatrix, List<Confusion> topConfusions) {}

  /** What isn't derived from other keys. */
  private record Kept(
      String network,
      String dataset,
      long parameters,
      double testLoss,
      ConfusionMatrix confusionMatrix) {}

  /** A key that is there only where the classes have names. */
  private static final String CLASS_NAMES = "class_names";

  private MetricsJson() {}

  /** Writes metrics.json to the stream and leaves it open. */
  public static void write(RunMetrics run, OutputStream out) throws IOException {
    Metrics metrics = run.metrics();
    ObjectNode json =
        Json.tree(
            new Evaluated(run.network(), run.dataset(), run.parameters(), metrics.examples()));
    for (Metric metric : Metric.values()) {
      json.put(metric.key(), metric.of(metrics));
    }
    json.setAll(
        Json.tree(new ByClass(metrics.perClass(), metrics.confusion(), metrics.topConfusions())));
    if (!run.classNames().isEmpty()) {
      json.set(CLASS_NAMES, Json.MAPPER.valueToTree(run.classNames()));
    }
    json.setAll(training(run.training()));
    Json.write(json, out);
  }

  private static List<String> classNames(JsonNode json, int classes) {
    List<String> names = new ArrayList<>();
    json.path(CLASS_NAMES).forEach(name -> names.add(name.asText()));
    return names.size() == classes ? names : List.of();
  }

  private static ObjectNode training(Optional<Training> training) {
    ObjectNode json = Json.tree(training.orElse(new Training(0, 0, 0, 0, 0)));
    if (training.isEmpty()) {
      json.fieldNames().forEachRemaining(json::putNull);
    }
    return json;
  }

  /**
   * Reads metrics.json, and diagnostics.json beside it where there is one.
   *
   * @param run the directory they are in
   * @throws org.convspark.config.InputException if metrics.json is missing or lacks a key
   */
  public static RunMetrics read(Location run) {
    Location file = run.child(RunDirectory.METRICS);
    JsonNode json = Json.read(file);
    Optional<Training> training =
        json.path("workers").isNull()
            ? Optional.empty()
            : Optional.of(Json.bind(file.toString(), json, Training.class));
    Kept kept = Json.bind(file.toString(), json, Kept.class);
    Optional<Diagnostics> diagnostics = Diagnostics.read(run);
    return new RunMetrics(
        kept.network,
        kept.dataset,
        kept.parameters,
        new Metrics(
            kept.testLoss,
            kept.confusionMatrix,
            diagnostics.map(Diagnostics::topAccuracy).orElse(List.of()),
            new Calibration(diagnostics.map(Diagnostics::reliability).orElse(List.of()))),
        classNames(json, kept.confusionMatrix.classes()),
        training);
  }
}
