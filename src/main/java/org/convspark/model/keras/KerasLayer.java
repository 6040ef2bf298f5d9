package org.convspark.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.convspark.config.InputException;

/**
 * One layer of a Keras configuration.
 *
 * @param where the file, for errors
 * @param name the layer's
 * @param kind its class in Keras, such as {@code Conv2D}
 * @param config its settings
 * @param inputs names of the layers that it takes
 */
record KerasLayer(String where, String name, String kind, JsonNode config, List<String> inputs) {
  private static final int LARGEST = 10_000_000;

  InputException refuse(String what, String expected) {
    return new InputException(
        where,
        "the layer " + name + ", a " + kind + (what.isEmpty() ? "" : " with " + what),
        expected,
        "build the model without it, and save it again");
  }

  /** Returns a whole number over 0. */
  int number(String key) {
    return number(key, config.path(key));
  }

  private int number(String key, JsonNode value) {
    if (!value.canConvertToInt() || value.asInt() < 1 || value.asInt() > LARGEST) {
      throw refuse(key + " " + shown(value), "a whole number over 0");
    }
    return value.asInt();
  }

  static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  /** Returns rows and columns: two numbers, or one for both. */
  int[] sides(String key) {
    return sides(key, config.path(key));
  }

  /** Returns rows and columns, or others where it doesn't say. */
  int[] sides(String key, int[] otherwise) {
    JsonNode value = config.path(key);
    return value.isMissingNode() || value.isNull() ? otherwise : sides(key, value);
  }

  private int[] sides(String key, JsonNode value) {
    if (value.isArray() && value.size() == 2) {
      return new int[] {number(key, value.get(0)), number(key, value.get(1))};
    }
    int side = number(key, value);
    return new int[] {side, side};
  }

  double real(String key, double otherwise) {
    JsonNode value = config.path(key);
    // Keras 3 has arrays of NumPy as objects with a value.
    JsonNode plain = value.path("config").has("value") ? value.path("config").get("value") : value;
    return plain.isNumber() ? plain.asDouble() : otherwise;
  }

  boolean flag(String key, boolean otherwise) {
    return config.path(key).asBoolean(otherwise);
  }

  String text(String key, String otherwise) {
    JsonNode value = config.path(key);
    return value.isTextual() ? value.asText() : otherwise;
  }

  boolean channelsFirst() {
    return text("data_format", "channels_last").equals("channels_first");
  }

  /** Returns the name of the activation that is an argument of the layer. */
  String activation() {
    JsonNode value = config.path("activation");
    if (value.isObject()) {
      // A function of Keras 3 that was registered, or an activation layer as an object.
      JsonNode name = value.path("config");
      return name.isTextual() ? name.asText() : value.path("class_name").asText("linear");
    }
    return value.asText("linear").equals("null") ? "linear" : value.asText("linear");
  }

  /** Returns the only layer that it takes. */
  String input() {
    if (inputs.size() != 1) {
      throw refuse(inputs.size() + " inputs", "one");
    }
    return inputs.get(0);
  }
}
