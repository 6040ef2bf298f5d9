package org.convspark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convspark.config.InputException;
import org.convspark.evaluation.Calibration;
import org.convspark.evaluation.ConfusionMatrix;
import org.convspark.evaluation.Metrics;
import org.convspark.run.RunMetrics.Training;
import org.convspark.storage.Json;

/** metrics.json. Its keys are a contract: always all of them, null where one doesn't apply. */
public final class MetricsJson {
  private MetricsJson() {}

  /** Writes metrics.json to the stream and leaves it open. */
  public static void write(RunMetrics run, OutputStream out) throws IOException {
    Metrics metrics = run.metrics();
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put(MetricNames.NETWORK, run.network());
    json.put(MetricNames.DATASET, run.dataset());
    json.put(MetricNames.PARAMETERS, run.parameters());
    json.put(MetricNames.EXAMPLES, metrics.examples());
    json.put(MetricNames.TEST_LOSS, metrics.loss());
    json.put(MetricNames.TEST_ACCURACY, metrics.accuracy());
    ArrayNode classes = json.putArray(MetricNames.PER_CLASS);
    for (Metrics.ClassScore score : metrics.perClass()) {
      classes
          .addObject()
          .put(MetricNames.LABEL, score.label())
          .put(MetricNames.PRECISION, score.precision())
          .put(MetricNames.RECALL, score.recall())
          .put(MetricNames.F1, score.f1())
          .put(MetricNames.SUPPORT, score.support());
    }
    json.set(MetricNames.CONFUSION_MATRIX, toJson(metrics.confusion()));
    ArrayNode confusions = json.putArray(MetricNames.TOP_CONFUSIONS);
    for (Metrics.Confusion confusion : metrics.topConfusions()) {
      confusions
          .addObject()
          .put(MetricNames.ACTUAL, confusion.actual())
          .put(MetricNames.PREDICTED, confusion.predicted())
          .put(MetricNames.COUNT, confusion.count());
    }
    Training training = run.training().orElse(null);
    json.put(MetricNames.WORKERS, training == null ? null : training.workers());
    json.put(MetricNames.EPOCHS, training == null ? null : training.epochs());
    json.put(MetricNames.TRAIN_SECONDS, training == null ? null : training.seconds());
    json.put(MetricNames.IMAGES_PER_SECOND, training == null ? null : training.imagesPerSecond());
    json.put(MetricNames.ROUNDS, training == null ? null : training.rounds());
    Json.write(json, out);
  }

  private static ArrayNode toJson(ConfusionMatrix confusion) {
    ArrayNode rows = Json.MAPPER.createArrayNode();
    for (int actual = 0; actual < confusion.classes(); actual++) {
      ArrayNode row = rows.addArray();
      for (int predicted = 0; predicted < confusion.classes(); predicted++) {
        row.add(confusion.count(actual, predicted));
      }
    }
    return rows;
  }

  /**
   * Reads metrics.json, and diagnostics.json beside it where there is one.
   *
   * @param run the directory they are in
   * @throws InputException if metrics.json is missing or lacks a key
   */
  public static RunMetrics read(Path run, Configuration hadoop) {
    Path path = new Path(run, RunDirectory.METRICS);
    String where = path.toString();
    JsonNode json = Json.read(path, hadoop);
    Optional<Training> training = Optional.empty();
    if (!Json.required(where, json, MetricNames.WORKERS).isNull()) {
      training =
          Optional.of(
              new Training(
                  Json.number(where, json, MetricNames.WORKERS).asInt(),
                  Json.number(where, json, MetricNames.EPOCHS).asInt(),
                  Json.number(where, json, MetricNames.TRAIN_SECONDS).asDouble(),
                  Json.number(where, json, MetricNames.IMAGES_PER_SECOND).asDouble(),
                  Json.number(where, json, MetricNames.ROUNDS).asLong()));
    }
    ConfusionMatrix confusion =
        confusion(where, Json.required(where, json, MetricNames.CONFUSION_MATRIX));
    double loss = Json.number(where, json, MetricNames.TEST_LOSS).asDouble();
    Diagnostics diagnostics =
        Diagnostics.read(run, hadoop)
            .orElse(new Diagnostics(List.of(), new Calibration(List.of())));
    return new RunMetrics(
        Json.required(where, json, MetricNames.NETWORK).asText(),
        Json.required(where, json, MetricNames.DATASET).asText(),
        Json.number(where, json, MetricNames.PARAMETERS).asLong(),
        new Metrics(loss, confusion, diagnostics.topAccuracy(), diagnostics.calibration()),
        training);
  }

  private static ConfusionMatrix confusion(String where, JsonNode rows) {
    long[][] counts = new long[rows.size()][];
    for (int actual = 0; actual < counts.length; actual++) {
      counts[actual] = new long[rows.get(actual).size()];
      for (int predicted = 0; predicted < counts[actual].length; predicted++) {
        counts[actual][predicted] = rows.get(actual).get(predicted).asLong();
      }
    }
    try {
      return ConfusionMatrix.of(counts);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          where, e.getMessage(), "a square matrix of counts", "write the run again", e);
    }
  }
}
