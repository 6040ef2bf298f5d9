package org.convspark.training.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.convspark.model.ModelFile;
import org.convspark.storage.text.Json;
import org.convspark.training.EpochAccumulator;
import org.convspark.training.Score;
import org.convspark.training.TrainingState;
import org.convspark.training.replicas.ModelState;

/**
 * The state.json of a checkpoint, which holds all but the arrays.
 *
 * @param format version of the format, now 3; format 2 had no epochs and digests, format 1 no
 *     network and dataset either, and the arrays as bare floats
 * @param network the network's name in the catalog
 * @param dataset the dataset, as run.json has it
 * @param epoch number of the epoch under way, from 1
 * @param iteration minibatches that a worker has trained so far
 * @param seconds time of training in the epochs before this one
 * @param epochsWithoutImprovement epochs completed since the best one
 * @param accumulator sums over the rounds of the epoch under way
 * @param best the best epoch so far; {@code null} if there is none
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
   * Checks that it says whose it is.
   *
   * @throws IOException if it doesn't
   */
  void requireIdentity() throws IOException {
    require(identity != null && !identity.isEmpty(), "identity", "nothing");
    for (Map.Entry<String, String> each : identity.entrySet()) {
      require(each.getValue() != null, "identity", each.getKey() + " without a value");
    }
  }

  /**
   * Checks that no number contradicts another: training would go on from it without a word.
   *
   * @throws IOException if one does; it names it
   */
  void requireConsistent() throws IOException {
    require(epoch >= 1, "epoch", epoch);
    require(iteration >= 0, "iteration", iteration);
    require(Double.isFinite(seconds) && seconds >= 0, "seconds", seconds);
    require(accumulator != null, "tally", "nothing");
    require(accumulator.epoch() == epoch, "epoch of the sums", accumulator.epoch());
    require(accumulator.isPossible(), "sums", accumulator);
    int since = epoch - 1 - (best == null ? epoch - 1 : best.epoch());
    require(
        epochsWithoutImprovement == since, "epochsWithoutImprovement", epochsWithoutImprovement);
    if (best != null) {
      require(best.epoch() >= 1 && best.epoch() < epoch, "best epoch", best.epoch());
      require(
          best.iteration() >= 0 && best.iteration() <= iteration,
          "iteration of the best epoch",
          best.iteration());
      require(
          best.score() != null
              && Double.isFinite(best.score().loss())
              && Double.isFinite(best.score().accuracy()),
          "score of the best epoch",
          best.score());
    }
  }

  private static void require(boolean met, String what, Object found) throws IOException {
    if (!met) {
      throw new IOException("in " + ModelFile.STATE + " " + what + " " + found);
    }
  }

  /**
   * Returns the training state, with the arrays that this file doesn't hold.
   *
   * @param model parameters and updater state
   * @param bestModel those of the best epoch; {@code null} if there is none
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
