package org.convspark.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convspark.data.ImageShape;
import org.convspark.storage.Json;
import org.convspark.storage.OutputFile;

/**
 * What is known of a saved model beyond the network itself.
 *
 * @param shape of the images it was trained on
 * @param network its name in the catalog
 * @param properties for people: network, dataset, model_sha256, as far as they are known
 */
public record ModelOrigin(
    Optional<ImageShape> shape, Optional<String> network, Map<String, String> properties) {

  /** The file of a run directory that says where its model comes from. */
  public static final String PROVENANCE_FILE = "run.json";

  /** The file of a run directory with the scores of its model. */
  public static final String METRICS_FILE = "metrics.json";

  public static final String CONFIGURATION = "configuration";
  public static final String MODEL_SHA256 = "model_sha256";
  public static final String NETWORK = "network";
  public static final String DATASET = "dataset";

  /** Nothing but the model. */
  public static final ModelOrigin UNKNOWN =
      new ModelOrigin(Optional.empty(), Optional.empty(), Map.of());

  /**
   * From run.json beside the model, where there is one and it speaks of this very file.
   *
   * @param model model.zip
   * @param sha256 of model.zip, in lower-case hex
   */
  public static ModelOrigin read(Path model, String sha256, Configuration hadoop) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(MODEL_SHA256, sha256);
    Path run = model.getParent();
    if (run == null || !OutputFile.exists(new Path(run, PROVENANCE_FILE), hadoop)) {
      return new ModelOrigin(Optional.empty(), Optional.empty(), properties);
    }
    JsonNode provenance = Json.read(new Path(run, PROVENANCE_FILE), hadoop);
    if (!provenance.path(MODEL_SHA256).asText().equals(sha256)) {
      return new ModelOrigin(Optional.empty(), Optional.empty(), properties);
    }
    Optional<String> network = text(provenance.path(CONFIGURATION).path("network"));
    network.ifPresent(name -> properties.put(NETWORK, name));
    JsonNode dataset = provenance.path(DATASET);
    text(dataset.path("name")).ifPresent(name -> properties.put(DATASET, name));
    return new ModelOrigin(shape(dataset), network, properties);
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
