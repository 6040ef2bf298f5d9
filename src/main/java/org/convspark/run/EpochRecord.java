package org.convspark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;
import org.convspark.storage.Json;

/**
 * A line of history.jsonl.
 *
 * @param epoch from 1
 * @param loss mean over the training examples, in nats
 * @param accuracy over the training examples, 0 to 1
 * @param valLoss mean over the validation examples; null in the file without a validation split
 * @param valAccuracy over the validation examples, 0 to 1; null likewise
 * @param learningRate of the epoch's last round
 * @param seconds the epoch took
 * @param examples trained on in this epoch
 * @param imagesPerSecond examples / seconds
 * @param times where the seconds went, if known
 */
public record EpochRecord(
    int epoch,
    double loss,
    double accuracy,
    OptionalDouble valLoss,
    OptionalDouble valAccuracy,
    double learningRate,
    double seconds,
    long examples,
    double imagesPerSecond,
    Optional<EpochTimes> times) {

  /**
   * @throws IllegalArgumentException if a value isn't finite, which JSON can't say
   */
  public EpochRecord {
    double[] values = {
      loss,
      accuracy,
      valLoss.orElse(0),
      valAccuracy.orElse(0),
      learningRate,
      seconds,
      imagesPerSecond
    };
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("epoch " + epoch + " has a value of " + value);
      }
    }
  }

  ObjectNode toJson() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put(MetricNames.EPOCH, epoch);
    json.put(MetricNames.LOSS, loss);
    json.put(MetricNames.ACCURACY, accuracy);
    json.put(MetricNames.VAL_LOSS, valLoss.isPresent() ? valLoss.getAsDouble() : null);
    json.put(MetricNames.VAL_ACCURACY, valAccuracy.isPresent() ? valAccuracy.getAsDouble() : null);
    json.put(MetricNames.LEARNING_RATE, learningRate);
    json.put(MetricNames.SECONDS, seconds);
    json.put(MetricNames.EXAMPLES, examples);
    json.put(MetricNames.IMAGES_PER_SECOND, imagesPerSecond);
    times.ifPresent(known -> known.into(json));
    return json;
  }

  static EpochRecord of(String where, JsonNode json) {
    return new EpochRecord(
        Json.number(where, json, MetricNames.EPOCH).asInt(),
        Json.number(where, json, MetricNames.LOSS).asDouble(),
        Json.number(where, json, MetricNames.ACCURACY).asDouble(),
        optional(where, json, MetricNames.VAL_LOSS),
        optional(where, json, MetricNames.VAL_ACCURACY),
        Json.number(where, json, MetricNames.LEARNING_RATE).asDouble(),
        Json.number(where, json, MetricNames.SECONDS).asDouble(),
        Json.number(where, json, MetricNames.EXAMPLES).asLong(),
        Json.number(where, json, MetricNames.IMAGES_PER_SECOND).asDouble(),
        EpochTimes.of(where, json));
  }

  private static OptionalDouble optional(String where, JsonNode json, String key) {
    return Json.required(where, json, key).isNull()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Json.number(where, json, key).asDouble());
  }
}
