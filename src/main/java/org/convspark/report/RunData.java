package org.convspark.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import org.convspark.evaluation.ErrorSamples;
import org.convspark.model.SavedModel;
import org.convspark.run.ErrorSamplesJson;
import org.convspark.run.History;
import org.convspark.run.MetricsJson;
import org.convspark.run.RunDirectory;
import org.convspark.run.RunMetrics;
import org.convspark.storage.Location;
import org.convspark.storage.SuccessMarker;
import org.convspark.storage.text.Json;
import org.convspark.training.EpochResult;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A run as it lies in its directory. Only metrics.json must be there: an evaluation writes no more.
 *
 * @param name of the directory
 * @param metrics metrics.json, and diagnostics.json where there is one
 * @param epochs history.jsonl, empty without one
 * @param provenance run.json, a missing node without one
 * @param oneWorker comparison.json, a missing node without one
 * @param errorSamples mistakes.json, empty without one
 * @param network model.zip, empty without one
 */
public record RunData(
    String name,
    RunMetrics metrics,
    List<EpochResult> epochs,
    JsonNode provenance,
    JsonNode oneWorker,
    Optional<ErrorSamples> errorSamples,
    Optional<ComputationGraph> network) {

  public RunData {
    epochs = List.copyOf(epochs);
  }

  /**
   * Reads all files of a finished run directory, the model too.
   *
   * @throws org.convspark.config.InputException if it isn't finished, metrics.json is missing, or a
   *     file is damaged
   */
  public static RunData read(Location run) {
    Location model = run.child(RunDirectory.MODEL);
    // metrics.json first: the complaint about a directory that is no run is about that.
    RunData rest = read(run.name(), run, Optional.empty());
    SuccessMarker.require(run, "give another run");
    return model.exists() ? rest.with(Optional.of(SavedModel.open(model).graph())) : rest;
  }

  /**
   * Reads all files but the model, which is at hand.
   *
   * @param name what to call the run
   * @param run the directory, under its final name or not
   * @param network the model; empty to leave out what is drawn from it
   * @throws org.convspark.config.InputException if metrics.json is missing, or a file is damaged
   */
  public static RunData read(String name, Location run, Optional<ComputationGraph> network) {
    RunMetrics metrics = MetricsJson.read(run);
    Location history = run.child(RunDirectory.HISTORY);
    return new RunData(
        name,
        metrics,
        history.exists() ? History.read(history) : List.of(),
        json(run.child(RunDirectory.PROVENANCE)),
        json(run.child(RunDirectory.COMPARISON)),
        ErrorSamplesJson.read(run),
        network);
  }

  private static JsonNode json(Location file) {
    return file.exists() ? Json.read(file) : MissingNode.getInstance();
  }

  private RunData with(Optional<ComputationGraph> graph) {
    return new RunData(name, metrics, epochs, provenance, oneWorker, errorSamples, graph);
  }
}
