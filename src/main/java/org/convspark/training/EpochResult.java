package org.convspark.training;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The numbers of an epoch, as a line of history.jsonl has them. Where the time went is {@code null}
 * in runs of earlier versions; the four phases add up to {@code seconds}.
 *
 * @param epoch from 1
 * @param loss mean over the training examples, each before its own update, in nats
 * @param accuracy share of them classified rightly, likewise, 0 to 1
 * @param valLoss mean over the validation examples; {@code null} without any
 * @param valAccuracy over the validation examples, 0 to 1; {@code null} without any
 * @param learningRate of the last minibatch
 * @param seconds wall-clock time of training
 * @param examples trained
 * @param minibatches trained, over all workers
 * @param rounds of averaging
 * @param computeSeconds in the workers' networks, on average over the task slots that they had
 * @param broadcastSeconds sending the state from the driver
 * @param averagingSeconds on the driver
 * @param waitingSeconds the rest: scheduling, moving results, waiting for the slowest worker
 * @param workerExamples that each worker trained, by its number
 * @param workerSeconds that each worker was in its network
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(value = "images_per_second", allowGetters = true)
@JsonPropertyOrder({
  "epoch",
  "loss",
  "accuracy",
  "val_loss",
  "val_accuracy",
  "learning_rate",
  "seconds",
  "examples",
  "images_per_second"
})
public record EpochResult(
    @JsonProperty(required = true) int epoch,
    @JsonProperty(required = true) double loss,
    @JsonProperty(required = true) double accuracy,
    Double valLoss,
    Double valAccuracy,
    @JsonProperty(required = true) double learningRate,
    @JsonProperty(required = true) double seconds,
    @JsonProperty(required = true) long examples,
    long minibatches,
    int rounds,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double computeSeconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double broadcastSeconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double averagingSeconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double waitingSeconds,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Long> workerExamples,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> workerSeconds) {

  /**
   * @throws IllegalArgumentException if a value isn't finite, which JSON can't say
   */
  public EpochResult {
    workerExamples = workerExamples == null ? List.of() : List.copyOf(workerExamples);
    workerSeconds = workerSeconds == null ? List.of() : List.copyOf(workerSeconds);
    DoubleStream.of(loss, accuracy, orZero(valLoss), orZero(valAccuracy), learningRate, seconds)
        .filter(value -> !Double.isFinite(value))
        .forEach(
            value -> {
              throw new IllegalArgumentException("epoch " + epoch + " has a value of " + value);
            });
  }

  private static double orZero(Double value) {
    return value == null ? 0 : value;
  }

  /** Training examples in a second, over all workers. */
  @JsonProperty
  public double imagesPerSecond() {
    return seconds == 0 ? 0 : examples / seconds;
  }

  /** Whether it is known where the time went. */
  public boolean hasPhases() {
    return computeSeconds != null;
  }
}
