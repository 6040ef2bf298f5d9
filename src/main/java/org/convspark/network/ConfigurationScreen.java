package org.convspark.network;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * Looks through a network's JSON of unknown origin before DL4J reads it: DL4J has Jackson load the
 * classes that the text names. It goes token by token, since in a tree the second of two equal keys
 * hides the first.
 */
public final class ConfigurationScreen {
  /** Far more than a graph nests, far less than a recursive reader's stack. */
  private static final int MAX_DEPTH = 64;

  /** DL4J's layers, activations, losses, updaters and schedules. */
  private static final Pattern ALLOWED =
      Pattern.compile(
          "(org\\.deeplearning4j\\.nn\\.(conf|weights)"
              + "|org\\.nd4j\\.linalg\\.(activations|learning|lossfunctions|schedule))"
              + "(\\.[A-Za-z0-9_$]+)+");

  /** The fields by which DL4J's types name a class; Distribution alone uses "type". */
  private static final Set<String> CLASS_FIELDS = Set.of("@class", "type");

  /** Fields of the graph that hold layers' names: text, whatever it looks like. */
  private static final List<String> GRAPH_NAMES =
      List.of("vertexInputs", "networkInputs", "networkOutputs", "topologicalOrderStr");

  private final JsonParser parser;
  private int depth;
  private String graphField = "";

  /** A text within an array, which is a class's name where an object or array follows. */
  private String element;

  private ConfigurationScreen(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * @return the first class that it names, or may name, outside DL4J's layers and their settings
   * @throws IOException where it is no JSON, isn't whole, or nests deeper than a graph does
   */
  public static Optional<String> foreignClass(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      return new ConfigurationScreen(parser).firstForeign();
    }
  }

  private Optional<String> firstForeign() throws IOException {
    JsonToken token = parser.nextToken();
    while (token != null) {
      String name = suspect(token);
      if (name != null && !ALLOWED.matcher(name).matches()) {
        return Optional.of(name);
      }
      element = token == JsonToken.VALUE_STRING && inArray() ? parser.getText() : null;
      token = parser.nextToken();
    }
    if (depth > 0) {
      throw new IOException("it ends too early");
    }
    return Optional.empty();
  }

  private boolean inArray() {
    return parser.getParsingContext().inArray();
  }

  /** What this token shows to be, or may be, the name of a class; null for none. */
  private String suspect(JsonToken token) throws IOException {
    if (token.isStructStart()) {
      if (++depth > MAX_DEPTH) {
        throw new IOException("nested deeper than " + MAX_DEPTH + " levels");
      }
      return element; // Jackson takes an array of a class's name and its value, too.
    }
    if (token.isStructEnd()) {
      depth--;
    } else if (token == JsonToken.FIELD_NAME && depth == 1) {
      graphField = parser.getCurrentName();
    } else if (token == JsonToken.VALUE_STRING && !GRAPH_NAMES.contains(graphField)) {
      String field = inArray() ? null : parser.getCurrentName();
      boolean named = field != null && CLASS_FIELDS.contains(field);
      boolean dotted = parser.getText().indexOf('.') >= 0 && !"layerName".equals(field);
      return named || dotted ? parser.getText() : null;
    }
    return null;
  }
}
