package org.convspark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convspark.storage.Json;

/**
 * Where an epoch's time went, in seconds. The four phases add up to the epoch.
 *
 * @param compute in the workers' networks, on average over the task slots that they had
 * @param broadcast sending the state from the driver
 * @param averaging on the driver
 * @param waiting the rest: scheduling, moving results, and workers that wait for the slowest
 * @param workers by number
 */
public record EpochTimes(
    double compute, double broadcast, double averaging, double waiting, List<Worker> workers) {

  /**
   * A worker's part.
   *
   * @param examples trained on
   * @param seconds in its network alone
   */
  public record Worker(long examples, double seconds) {
    public double imagesPerSecond() {
      return seconds == 0 ? 0 : examples / seconds;
    }
  }

  public EpochTimes {
    workers = List.copyOf(workers);
  }

  void into(ObjectNode json) {
    json.put(MetricNames.COMPUTE_SECONDS, compute);
    json.put(MetricNames.BROADCAST_SECONDS, broadcast);
    json.put(MetricNames.AVERAGING_SECONDS, averaging);
    json.put(MetricNames.WAITING_SECONDS, waiting);
    ArrayNode examples = json.putArray(MetricNames.WORKER_EXAMPLES);
    ArrayNode seconds = json.putArray(MetricNames.WORKER_SECONDS);
    for (Worker worker : workers) {
      examples.add(worker.examples());
      seconds.add(worker.seconds());
    }
  }

  /** Empty where a run of an earlier version, or another program, has not kept them. */
  static Optional<EpochTimes> of(String where, JsonNode json) {
    if (!json.has(MetricNames.COMPUTE_SECONDS)) {
      return Optional.empty();
    }
    JsonNode examples = Json.required(where, json, MetricNames.WORKER_EXAMPLES);
    JsonNode seconds = Json.required(where, json, MetricNames.WORKER_SECONDS);
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < Math.min(examples.size(), seconds.size()); i++) {
      workers.add(new Worker(examples.get(i).asLong(), seconds.get(i).asDouble()));
    }
    return Optional.of(
        new EpochTimes(
            Json.number(where, json, MetricNames.COMPUTE_SECONDS).asDouble(),
            Json.number(where, json, MetricNames.BROADCAST_SECONDS).asDouble(),
            Json.number(where, json, MetricNames.AVERAGING_SECONDS).asDouble(),
            Json.number(where, json, MetricNames.WAITING_SECONDS).asDouble(),
            workers));
  }
}
