package org.convspark.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.convspark.data.ImageShape;
import org.convspark.storage.Json;
import org.convspark.storage.Location;

/**
 * What is known of a saved model beyond the network itself. A source is believed only where it
 * speaks of this very file: run.json beside it with the file's SHA-256, or a checkpoint's own
 * state.json.
 *
 * @param shape of the images it was trained on, where known
 * @param network its name in the catalog, where known
 * @param properties for people: network, dataset, model_sha256, as far as they are known
 */
public record ModelOrigin(
    Optional<ImageShape> shape, Optional<String> network, Map<String, String> properties) {

  /** The file of a run directory that says where its model comes from. */
  public static final String PROVENANCE_FILE = "run.json";

  public static final String CONFIGURATION = "configuration";
  public static final String MODEL_SHA256 = "model_sha256";
  public static final String NETWORK = "network";
  public static final String DATASET = "dataset";

  /** The origin of a model of which nothing else is known. */
  public static final ModelOrigin UNKNOWN =
      new ModelOrigin(Optional.empty(), Optional.empty(), Map.of());

  /**
   * Reads run.json beside the model, where there is one and it speaks of this very file.
   *
   * @param sha256 of the model's file, in lower-case hex
   */
  static ModelOrigin ofRun(Location model, String sha256) {
    JsonNode run =
        model
            .sibling(PROVENANCE_FILE)
            .filter(Location::exists)
            .map(Json::read)
            .orElse(Json.MAPPER.missingNode());
    boolean ofThisFile = run.path(MODEL_SHA256).asText().equals(sha256);
    JsonNode believed = ofThisFile ? run : Json.MAPPER.missingNode();
    return of(sha256, believed.path(CONFIGURATION).path(NETWORK), believed.path(DATASET));
  }

  /** Reads the state.json in a checkpoint. */
  static ModelOrigin ofCheckpoint(JsonNode state, String sha256) {
    return of(sha256, state.path(NETWORK), state.path(DATASET));
  }

  private static ModelOrigin of(String sha256, JsonNode network, JsonNode dataset) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(MODEL_SHA256, sha256);
    text(network).ifPresent(name -> properties.put(NETWORK, name));
    text(dataset.path("name")).ifPresent(name -> properties.put(DATASET, name));
    return new ModelOrigin(shape(dataset), text(network), properties);
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  private static Optional<ImageShape> shape(JsonNode dataset) {
    try {
      return Optional.of(
          new ImageShape(
              dataset.path("height").asInt(),
              dataset.path("width").asInt(),
              dataset.path("channels").asInt()));
    } catch (IllegalArgumentException e) {
      // Somebody edited it: then the sizes stay open.
      return Optional.empty();
    }
  }
}
