package org.convspark.training;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The numbers of an epoch, as a line of history.jsonl has them. The four phases (compute,
 * broadcast, averaging, waiting) add up to {@code seconds}; they are {@code null} in runs of
 * earlier versions.
 *
 * @param epoch number of the epoch, from 1
 * @param loss mean loss over the training examples, each before its own update, in nats
 * @param accuracy share of the training examples classified rightly, each before its own update, 0
 *     to 1
 * @param valLoss mean loss over the validation examples, in nats; {@code null} if there are none
 * @param valAccuracy share of the validation examples classified rightly, 0 to 1; {@code null} if
 *     there are none
 * @param learningRate learning rate of the last minibatch
 * @param seconds wall-clock time of training
 * @param examples examples trained
 * @param minibatches minibatches trained by all workers together
 * @param rounds rounds of averaging
 * @param computeSeconds time in the workers' networks, on average over the task slots that they had
 * @param broadcastSeconds time for sending the state from the driver
 * @param averagingSeconds time for averaging on the driver
 * @param waitingSeconds the rest: scheduling, moving results, waiting for the slowest worker
 * @param workerExamples examples that each worker trained, in the order of the workers' numbers
 * @param workerSeconds time that each worker spent in its network, in the same order
 */
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
   * @throws IllegalArgumentException if a value isn't finite, which JSON can't express
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

  /**
   * Returns the training examples per second of all workers together; 0 if no time was measured.
   */
  @JsonProperty
  public double imagesPerSecond() {
    return seconds == 0 ? 0 : examples / seconds;
  }

  /** Returns whether the four phases are known; they aren't in runs of earlier versions. */
  public boolean hasPhases() {
    return computeSeconds != null;
  }
}
