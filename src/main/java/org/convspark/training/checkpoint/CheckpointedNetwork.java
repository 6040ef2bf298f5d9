package org.convspark.training.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.convspark.data.DatasetInfo;
import org.convspark.storage.text.Json;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * The network under training. A checkpoint holds it too, so that the checkpoint is a model by
 * itself.
 *
 * @param name the network's name in the catalog
 * @param configuration its layers and optimizer
 * @param dataset the dataset that it is trained on
 */
public record CheckpointedNetwork(
    String name, ComputationGraphConfiguration configuration, DatasetInfo dataset) {

  /**
   * Returns the configuration as JSON, as DL4J has it in a model's archive.
   *
   * @param iterations minibatches that a worker has trained so far
   * @param epochs epochs completed
   */
  String toJson(int iterations, int epochs) {
    ComputationGraphConfiguration copy = configuration.clone();
    copy.setIterationCount(iterations);
    copy.setEpochCount(epochs);
    return copy.toJson();
  }

  /**
   * Returns the layers that are others than those of a network that was saved: their names; empty
   * where all are the same and connected alike. All of them, where it isn't even JSON.
   *
   * @param saved its configuration as JSON, as {@link #toJson} gives it
   */
  public List<String> changedSince(String saved) {
    JsonNode now = settled(toJson(0, 0));
    JsonNode then = settled(saved);
    Set<String> changed = new TreeSet<>();
    for (String part : List.of("vertices", "vertexInputs")) {
      Set<String> names = new TreeSet<>();
      now.path(part).fieldNames().forEachRemaining(names::add);
      then.path(part).fieldNames().forEachRemaining(names::add);
      names.removeIf(name -> now.path(part).path(name).equals(then.path(part).path(name)));
      changed.addAll(names);
    }
    for (String part : List.of("networkInputs", "networkOutputs")) {
      if (!now.path(part).equals(then.path(part))) {
        changed.add(part);
      }
    }
    return List.copyOf(changed);
  }

  /** Without what DL4J puts into a layer's configuration while the network is built and trained. */
  private static JsonNode settled(String json) {
    JsonNode network;
    try {
      network = Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return Json.MAPPER.missingNode();
    }
    for (JsonNode vertex : network.path("vertices")) {
      if (vertex.path("layerConf") instanceof ObjectNode layer) {
        layer.remove(List.of("variables", "iterationCount", "epochCount"));
      }
    }
    return network;
  }
}
