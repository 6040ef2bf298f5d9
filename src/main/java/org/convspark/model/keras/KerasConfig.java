package org.convspark.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convspark.config.InputException;
import org.convspark.storage.text.Json;

/**
 * The layers of a Keras model as its JSON has them, Sequential or functional, of Keras 2 or 3.
 *
 * @param name the model's
 * @param layers by name, each after those that it takes; the input first
 * @param input name of the input
 * @param shape of the input without the batch, as Keras has it
 * @param output name of the last layer
 */
record KerasConfig(
    String name, Map<String, KerasLayer> layers, String input, int[] shape, String output) {
  private static final int MOST_LAYERS = 5000;
  private static final String REMEDY = "save a Sequential or functional model";

  /**
   * Reads a configuration of unknown origin.
   *
   * @throws InputException if it isn't one of a model with one input and one output
   */
  static KerasConfig parse(String where, String json) {
    JsonNode model = Json.parse(where, json, REMEDY);
    String kind = model.path("class_name").asText();
    JsonNode config = model.path("config");
    return switch (kind) {
      case "Sequential" -> sequential(where, config, model);
      case "Functional", "Model" -> functional(where, config);
      default ->
          throw new InputException(
              where,
              "a model of the class " + (kind.isEmpty() ? "that isn't named" : kind),
              "Sequential or Functional",
              REMEDY);
    };
  }

  private static JsonNode layers(String where, JsonNode config) {
    // Before Keras 2.2.3 a Sequential model was its list of layers.
    JsonNode layers = config.isArray() ? config : config.path("layers");
    if (!layers.isArray() || layers.isEmpty() || layers.size() > MOST_LAYERS) {
      throw new InputException(
          where, layers.size() + " layers", "1 to " + MOST_LAYERS + " in a list", REMEDY);
    }
    return layers;
  }

  private static KerasConfig sequential(String where, JsonNode config, JsonNode model) {
    Map<String, KerasLayer> layers = new LinkedHashMap<>();
    String last = "";
    JsonNode shape = model.path("config").path("build_input_shape");
    for (JsonNode each : layers(where, config)) {
      String kind = each.path("class_name").asText();
      JsonNode own = each.path("config");
      JsonNode given =
          own.has("batch_shape") ? own.get("batch_shape") : own.path("batch_input_shape");
      if (last.isEmpty()) {
        shape = given.isArray() ? given : shape;
        last = "input";
        if (!kind.equals("InputLayer")) {
          layers.put(last, new KerasLayer(where, last, "InputLayer", own, List.of()));
        }
      }
      String name = kind.equals("InputLayer") ? "input" : own.path("name").asText();
      List<String> inputs = kind.equals("InputLayer") ? List.of() : List.of(last);
      put(layers, new KerasLayer(where, name, kind, own, inputs));
      last = name;
    }
    return new KerasConfig(
        config.path("name").asText("sequential"), layers, "input", shape(where, shape), last);
  }

  private static void put(Map<String, KerasLayer> layers, KerasLayer layer) {
    if (layers.put(layer.name(), layer) != null) {
      throw layer.refuse("the name of another", "a name of its own");
    }
  }

  private static KerasConfig functional(String where, JsonNode config) {
    Map<String, KerasLayer> left = new LinkedHashMap<>();
    for (JsonNode each : layers(where, config)) {
      String name =
          each.has("name") ? each.path("name").asText() : each.path("config").path("name").asText();
      String kind = each.path("class_name").asText();
      List<String> inputs = new ArrayList<>();
      JsonNode nodes = each.path("inbound_nodes");
      KerasLayer layer = new KerasLayer(where, name, kind, each.path("config"), inputs);
      if (nodes.size() > 1) {
        throw layer.refuse(nodes.size() + " uses", "one, for shared layers aren't known here");
      }
      if (nodes.size() == 1) {
        inputs(nodes.get(0), inputs);
      }
      put(left, layer);
    }
    String input = one(where, "input", config.path("input_layers"));
    String output = one(where, "output", config.path("output_layers"));
    JsonNode own = left.containsKey(input) ? left.get(input).config() : Json.MAPPER.missingNode();
    JsonNode shape =
        own.has("batch_shape") ? own.get("batch_shape") : own.path("batch_input_shape");
    Map<String, KerasLayer> ordered = ordered(where, left);
    if (!ordered.containsKey(output)) {
      throw new InputException(where, "no layer " + output, "the model's output", REMEDY);
    }
    return new KerasConfig(
        config.path("name").asText("model"), ordered, input, shape(where, shape), output);
  }

  /** Keras 2: {@code [["a", 0, 0, {}], ...]}; Keras 3: tensors whose history names the layer. */
  private static void inputs(JsonNode node, List<String> into) {
    if (node.isObject()) {
      JsonNode history = node.path("config").path("keras_history");
      if (node.path("class_name").asText().equals("__keras_tensor__") && history.isArray()) {
        into.add(history.path(0).asText());
      } else {
        node.path("args").forEach(each -> inputs(each, into));
      }
    } else if (node.isArray()) {
      if (node.path(0).isTextual() && node.path(1).isInt()) {
        into.add(node.path(0).asText());
      } else {
        node.forEach(each -> inputs(each, into));
      }
    }
  }

  /** Keras 2: {@code [["a", 0, 0]]}; Keras 3 that, or {@code ["a", 0, 0]}. */
  private static String one(String where, String what, JsonNode given) {
    if (given.path(0).isTextual()) {
      return given.path(0).asText();
    }
    if (given.size() != 1 || !given.path(0).path(0).isTextual()) {
      throw new InputException(
          where, "a model with " + given.size() + " " + what + "s", "one " + what, REMEDY);
    }
    return given.path(0).path(0).asText();
  }

  private static Map<String, KerasLayer> ordered(String where, Map<String, KerasLayer> left) {
    Map<String, KerasLayer> ordered = new LinkedHashMap<>();
    while (!left.isEmpty()) {
      List<String> ready =
          left.values().stream()
              .filter(layer -> ordered.keySet().containsAll(layer.inputs()))
              .map(KerasLayer::name)
              .toList();
      if (ready.isEmpty()) {
        throw new InputException(
            where,
            "the layer " + left.keySet().iterator().next() + " that takes itself or nothing",
            "layers that take others",
            REMEDY);
      }
      ready.forEach(name -> ordered.put(name, left.remove(name)));
    }
    return ordered;
  }

  private static int[] shape(String where, JsonNode batchShape) {
    int[] shape = new int[Math.max(0, batchShape.size() - 1)];
    for (int i = 0; i < shape.length; i++) {
      JsonNode side = batchShape.get(i + 1);
      shape[i] = side.canConvertToInt() ? side.asInt() : 0;
      if (shape[i] < 1 || shape[i] > 1 << 20) {
        throw new InputException(
            where,
            "an input of the shape " + KerasLayer.shown(batchShape),
            "a height, width and number of channels",
            "build the model with a whole input shape");
      }
    }
    if (shape.length < 1 || shape.length > 3) {
      throw new InputException(
          where,
          "an input of the shape " + KerasLayer.shown(batchShape),
          "images, as (None, 28, 28, 1)",
          "build the model with its input shape");
    }
    return shape;
  }
}
