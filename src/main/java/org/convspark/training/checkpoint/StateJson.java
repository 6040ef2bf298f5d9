package org.convspark.training.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.convspark.storage.Json;
import org.convspark.training.EpochAccumulator;
import org.convspark.training.Score;
import org.convspark.training.TrainingState;
import org.convspark.training.replicas.ModelState;

/**
 * state.json of a checkpoint: all but the arrays.
 *
 * @param format 2; 1 had no network and dataset, and the arrays as bare floats
 * @param network its name in the catalog
 * @param dataset as run.json has it
 * @param epoch that is under way, from 1
 * @param iteration minibatches that a worker has trained so far
 * @param seconds of training in the epochs before
 * @param accumulator of the epoch under way
 * @param best the best epoch so far, null without one
 * @param identity settings and dataset of the run, by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StateJson(
    @JsonProperty(required = true) int format,
    String network,
    JsonNode dataset,
    @JsonProperty(required = true) int epoch,
    @JsonProperty(required = true) int iteration,
    @JsonProperty(required = true) double seconds,
    @JsonProperty(value = "epochs_without_improvement", required = true)
        int epochsWithoutImprovement,
    @JsonProperty(value = "tally", required = true) EpochAccumulator accumulator,
    Best best,
    @JsonProperty(required = true) Map<String, String> identity) {

  record Best(
      @JsonProperty(required = true) int epoch,
      @JsonProperty(required = true) int iteration,
      @JsonProperty(required = true) Score score) {}

  static StateJson of(
      int format, CheckpointedNetwork network, TrainingState state, Map<String, String> identity) {
    return new StateJson(
        format,
        network.name(),
        Json.tree(network.dataset()),
        state.epoch(),
        state.model().iteration(),
        state.seconds(),
        state.epochsWithoutImprovement(),
        state.accumulator(),
        state.best() == null
            ? null
            : new Best(
                state.best().epoch(), state.best().model().iteration(), state.best().score()),
        identity);
  }

  /**
   * @param bestModel null where there is no best epoch
   */
  TrainingState state(ModelState model, ModelState bestModel) {
    return new TrainingState(
        model,
        epoch,
        accumulator,
        best == null ? null : new TrainingState.Best(best.epoch(), best.score(), bestModel),
        epochsWithoutImprovement,
        seconds);
  }
}
