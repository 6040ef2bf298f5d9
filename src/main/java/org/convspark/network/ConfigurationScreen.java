package org.convspark.network;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * Looks through a network's JSON of unknown origin before DL4J reads it: DL4J has Jackson load the
 * classes that the text names, and initialise them, before it sees whether they are what it needs.
 * It goes token by token, since in a tree the second of two equal keys hides the first.
 *
 * <p>DL4J 1.0.0-M2 names a class in two ways, whatever the mapper (its own or that of its formats
 * before 1.0.0): by a field, {@code {"@class": "NAME"}}, and, as Jackson takes it for the same
 * types, by the first element of an array, {@code ["NAME", value]}. Its names of layers as field
 * names ({@code {"dense": {}}}) are looked up in a table and load nothing else.
 */
public final class ConfigurationScreen {
  /** Far more than a graph nests, far less than a recursive reader's stack. */
  private static final int MAX_DEPTH = 64;

  /**
   * DL4J's layers, activations, losses, updaters and schedules. The layers that detect objects are
   * not: they allocate as many values as the text says, and classify no image.
   */
  private static final Pattern ALLOWED =
      Pattern.compile(
          "(org\\.deeplearning4j\\.nn\\.(conf(?!\\.layers\\.objdetect\\.)|weights)"
              + "|org\\.nd4j\\.linalg\\.(activations|learning|lossfunctions|schedule))"
              + "(\\.[A-Za-z0-9_$]+)+");

  /** The fields by which DL4J's types name a class; Distribution alone uses "type". */
  private static final Set<String> CLASS_FIELDS = Set.of("@class", "type");

  /** Fields of the graph that hold layers' names: text, whatever it looks like. */
  private static final Set<String> GRAPH_NAMES =
      Set.of("vertexInputs", "networkInputs", "networkOutputs", "topologicalOrderStr");

  /** Fields of layers and constraints that hold parameters' names: arrays of text. */
  private static final Set<String> PARAMETER_NAMES = Set.of("variables", "params");

  private final JsonParser parser;
  private int depth;
  private String graphField = "";
  private boolean graph;
  private String foreign;

  private ConfigurationScreen(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Looks through a text, up to the first foreign class.
   *
   * @throws IOException if it isn't JSON, isn't whole, or nests deeper than a graph does
   */
  public static ConfigurationScreen of(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      ConfigurationScreen screen = new ConfigurationScreen(parser);
      screen.read();
      return screen;
    }
  }

  /**
   * Returns the first class that the text names, or may name, outside DL4J's layers and their
   * settings.
   */
  public Optional<String> foreignClass() {
    return Optional.ofNullable(foreign);
  }

  /** Returns whether the text has a graph's "vertices", where a sequential network has "confs". */
  public boolean isGraph() {
    return graph;
  }

  private void read() throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token.isStructStart() && ++depth > MAX_DEPTH) {
        throw new IOException("nested deeper than " + MAX_DEPTH + " levels");
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.FIELD_NAME && depth == 1) {
        graphField = parser.getCurrentName();
        graph |= graphField.equals("vertices");
      } else if (token == JsonToken.VALUE_STRING
          && mayNameAClass()
          && !ALLOWED.matcher(parser.getText()).matches()) {
        foreign = parser.getText();
        return;
      }
    }
    if (depth > 0) {
      throw new IOException("it ends too early");
    }
  }

  /** Of a text. One with dots is taken for a class's name wherever it stands, to be safe. */
  private boolean mayNameAClass() throws IOException {
    if (depth == 0 || GRAPH_NAMES.contains(graphField)) {
      return false;
    }
    boolean dotted = parser.getText().indexOf('.') >= 0;
    var context = parser.getParsingContext();
    if (context.inArray()) {
      String owner = context.getParent().getCurrentName();
      boolean names = context.getParent().inObject() && PARAMETER_NAMES.contains(owner);
      return dotted || context.getCurrentIndex() == 0 && !names;
    }
    String field = parser.getCurrentName();
    return CLASS_FIELDS.contains(field) || dotted && !"layerName".equals(field);
  }
}
