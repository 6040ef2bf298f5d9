package org.convspark.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.storage.Location;
import org.convspark.storage.text.Json;

/**
 * What is known of a saved model beyond the network itself. A source is believed only where it
 * speaks of this very file: what is in the file itself, or run.json beside it with the file's
 * SHA-256.
 *
 * @param network its name in the catalog, where known
 * @param dataset name of what it was trained on, where known
 * @param input the images that it was trained on, where known
 * @param sha256 of the model's file, in lower-case hex; empty where there is none
 */
public record ModelOrigin(
    Optional<String> network,
    Optional<String> dataset,
    Optional<ModelInput> input,
    Optional<String> sha256) {

  /** The file of a run directory that says where its model comes from. */
  public static final String PROVENANCE_FILE = "run.json";

  public static final String CONFIGURATION = "configuration";
  public static final String MODEL_SHA256 = "model_sha256";
  public static final String NETWORK = "network";
  public static final String DATASET = "dataset";

  private static final int MOST_CLASSES = 1 << 16;

  /** The origin of a model of which nothing else is known. */
  public static final ModelOrigin UNKNOWN =
      new ModelOrigin(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

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

  /** Reads what a model's file says itself: state.json of a checkpoint, origin.json of a model. */
  static ModelOrigin ofFile(JsonNode json, String sha256) {
    return of(sha256, json.path(NETWORK), json.path(DATASET));
  }

  /** Returns the text of origin.json, which a model's file carries. */
  public static byte[] json(String network, DatasetInfo dataset) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put(NETWORK, network);
    json.set(DATASET, Json.tree(dataset));
    return json.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }

  private static ModelOrigin of(String sha256, JsonNode network, JsonNode dataset) {
    return new ModelOrigin(
        text(network), text(dataset.path("name")), input(dataset), Optional.of(sha256));
  }

  /** Returns what is known, for people: network, dataset, model_sha256. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    sha256.ifPresent(digest -> properties.put(MODEL_SHA256, digest));
    network.ifPresent(name -> properties.put(NETWORK, name));
    dataset.ifPresent(name -> properties.put(DATASET, name));
    return properties;
  }

  /** Returns the shape of the images it was trained on, where known. */
  public Optional<ImageShape> shape() {
    return input.map(ModelInput::shape);
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  /**
   * Returns what a model takes that was trained on a dataset.
   *
   * @param dataset as run.json describes it
   * @return nothing where that can't be used
   */
  public static Optional<ModelInput> input(JsonNode dataset) {
    try {
      ImageShape shape =
          new ImageShape(
              dataset.path("height").asInt(),
              dataset.path("width").asInt(),
              dataset.path("channels").asInt());
      List<String> names = new ArrayList<>();
      dataset.path("class_names").forEach(name -> names.add(name.asText()));
      int classes = Math.min(MOST_CLASSES, dataset.path("classes").asInt());
      for (int label = names.size(); label < classes; label++) {
        names.add(Integer.toString(label));
      }
      Preprocessing preprocessing = preprocessing(dataset, shape);
      boolean fit = !shape.greyOrColour() || preprocessing.colour().channels() == shape.channels();
      return fit ? Optional.of(new ModelInput(shape, names, preprocessing)) : Optional.empty();
    } catch (IllegalArgumentException | InputException e) {
      // Somebody edited it: then all stays open.
      return Optional.empty();
    }
  }

  private static Preprocessing preprocessing(JsonNode dataset, ImageShape shape) {
    JsonNode recorded = dataset.path("preprocessing");
    if (recorded.isObject()) {
      return Json.bind(DATASET, recorded, Preprocessing.class);
    }
    List<String> digests = new ArrayList<>();
    dataset.path("sha256").forEach(each -> digests.add(each.asText()));
    return Preprocessing.unrecorded(shape.channels(), digests);
  }
}
