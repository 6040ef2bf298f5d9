package org.convspark.network;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.convspark.config.InputException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * A graph's configuration from JSON of unknown origin. DL4J's JSON names the classes to make, and
 * reading it loads them; so everything that could be the name of a class is checked before DL4J
 * sees the text.
 */
final class NetworkJson {
  /** Far more than a graph nests, far less than a recursive reader's stack. */
  private static final int MAX_DEPTH = 64;

  private static final List<String> PACKAGES =
      List.of(
          "org.deeplearning4j.nn.conf.",
          "org.deeplearning4j.nn.weights.",
          "org.nd4j.linalg.activations.",
          "org.nd4j.linalg.lossfunctions.",
          "org.nd4j.linalg.learning.",
          "org.nd4j.linalg.schedule.");

  private static final Pattern CLASS_NAME = Pattern.compile("[\\w.$]+");

  /** The fields by which DL4J's types name a class; Distribution alone uses "type". */
  private static final Set<String> CLASS_FIELDS = Set.of("@class", "type");

  /** Fields of the graph and of a layer that hold layers' names: text, whatever it looks like. */
  private static final Set<String> GRAPH_NAMES =
      Set.of("vertexInputs", "networkInputs", "networkOutputs", "topologicalOrderStr");

  private static final String EXPECTED =
      "a ComputationGraphConfiguration as its toJson() writes it";

  private NetworkJson() {}

  /**
   * @param where the file, for the error
   * @throws InputException when the text isn't such JSON, or names a class outside DL4J's and
   *     ND4J's layers, activations, losses, updaters and schedules
   */
  static ComputationGraphConfiguration parse(String where, String json) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      screen(where, parser);
    } catch (IOException e) {
      throw damaged(where, e);
    }
    try {
      ComputationGraphConfiguration conf = ComputationGraphConfiguration.fromJson(json);
      conf.validate();
      return conf;
    } catch (RuntimeException e) {
      throw damaged(where, e);
    }
  }

  private static void screen(String where, JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new InputException(where, "no JSON object", EXPECTED, "write it with toJson()");
    }
    int depth = 1;
    String graphField = "";
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new InputException(
            where, "JSON that ends too early", EXPECTED, "write or copy the file again");
      }
      if (token.isStructStart() && ++depth > MAX_DEPTH) {
        throw new InputException(
            where,
            "JSON nested deeper than " + MAX_DEPTH + " levels",
            EXPECTED,
            "write it with toJson()");
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.FIELD_NAME && depth == 1) {
        graphField = parser.getCurrentName();
      } else if (token == JsonToken.VALUE_STRING && !GRAPH_NAMES.contains(graphField)) {
        screen(where, parser.getCurrentName(), parser.getText());
      }
    }
  }

  /**
   * @param field the field that holds the text, null inside an array
   */
  private static void screen(String where, String field, String text) {
    boolean named = field != null && CLASS_FIELDS.contains(field);
    // Jackson takes an array of class name and value too, so a dotted text is suspect anywhere.
    boolean suspect = text.indexOf('.') >= 0 && !"layerName".equals(field);
    if ((named || suspect) && !allowed(text)) {
      throw new InputException(
          where,
          "the class " + text,
          "DL4J's and ND4J's own layers, activations, losses and updaters only",
          "build the network from those");
    }
  }

  private static boolean allowed(String name) {
    return CLASS_NAME.matcher(name).matches() && PACKAGES.stream().anyMatch(name::startsWith);
  }

  private static InputException damaged(String where, Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new InputException(
        where,
        "JSON that can't be read: " + firstLine(root),
        EXPECTED,
        "write it with toJson()",
        e);
  }

  /** The first line of what {@code e} says; DL4J's and Jackson's messages go on for many. */
  static String firstLine(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
