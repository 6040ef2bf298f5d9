package org.convspark.network.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkInput;
import org.convspark.storage.text.Json;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/** Writes a network's layers as the text that {@link NetworkText} reads. */
public final class TextWriter {
  private static final String REMEDY = "print it with --as json";

  private final ComputationGraphConfiguration network;
  private final LayerWords words = new LayerWords();
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Integer> used = new HashMap<>();
  private String last = Architecture.INPUT;
  private String initializer = Words.DEFAULT_INITIALIZER;

  private TextWriter(ComputationGraphConfiguration network) {
    this.network = network;
  }

  /**
   * Returns a network's text, of which the same network can be made.
   *
   * @param where what the network is called, for errors
   * @param network for images of that shape
   * @param base the builder that its layers were made with
   * @throws InputException if the notation doesn't have one of its layers, or a setting of it
   */
  public static String text(
      String where,
      ComputationGraphConfiguration network,
      ImageShape shape,
      NeuralNetConfiguration.Builder base) {
    TextWriter writer = new TextWriter(network);
    writer.requireNames(where);
    writer.lines.add("input " + shape.height() + "x" + shape.width() + "x" + shape.channels());
    network.getVertices().forEach((name, vertex) -> writer.add(where, name, vertex));
    String text = String.join("\n", writer.lines) + "\n";
    int classes = NetworkInput.classes(where, network);
    writer.requireSame(where, again(where, text, shape, classes, base));
    return text;
  }

  /** Reads the text, of which the user has seen no line that an error could name. */
  private static ComputationGraphConfiguration again(
      String where,
      String text,
      ImageShape shape,
      int classes,
      NeuralNetConfiguration.Builder base) {
    try {
      return NetworkText.parse(where, text, Map.of()).configure(shape, classes, base);
    } catch (InputException e) {
      throw new InputException(where, e.found(), e.expected(), REMEDY, e);
    }
  }

  /** Names are given in the text as they are. */
  private void requireNames(String where) {
    for (String input : network.getNetworkInputs()) {
      if (!input.equals(Architecture.INPUT)) {
        throw new InputException(
            where, "the input " + TextLine.shown(input), "the name " + Architecture.INPUT, REMEDY);
      }
    }
    for (String layer : network.getVertices().keySet()) {
      if (!TextLine.isName(layer)) {
        throw new InputException(
            where, "the layer " + TextLine.shown(layer), "a name of " + TextLine.NAME_RULE, REMEDY);
      }
    }
  }

  private void add(String where, String name, GraphVertex vertex) {
    List<String> inputs = network.getVertexInputs().get(name);
    String line =
        words
            .of(vertex, inputs, name.equals(network.getNetworkOutputs().get(0)))
            .orElseThrow(() -> unwritable(where, name));
    boolean one = inputs.size() == 1;
    if (one && !inputs.get(0).equals(last)) {
      lines.add("from " + inputs.get(0));
    }
    if (vertex instanceof LayerVertex layer) {
      words
          .initializer(layer.getLayerConf().getLayer())
          .filter(init -> !init.equals(initializer))
          .filter(init -> !name.equals(network.getNetworkOutputs().get(0)))
          .ifPresent(this::initializer);
      if (layer.getPreProcessor() instanceof CnnToFeedForwardPreProcessor) {
        lines.add("flatten");
      }
    }
    boolean named = !name.equals(words.numbered(vertex, used));
    lines.add((named ? name + ": " : "") + line);
    last = name;
  }

  private void initializer(String name) {
    initializer = name;
    lines.add("init " + name);
  }

  /** What the text leaves out must be what it stands for. */
  private void requireSame(String where, ComputationGraphConfiguration again) {
    JsonNode ours = Json.parse(where, network.toJson(), "");
    JsonNode theirs = Json.parse(where, again.toJson(), "");
    for (String part : List.of("vertices", "vertexInputs")) {
      for (String name : network.getVertices().keySet()) {
        if (!ours.path(part).path(name).equals(theirs.path(part).path(name))) {
          throw unwritable(where, name);
        }
      }
    }
    if (!List.copyOf(again.getVertices().keySet())
        .equals(List.copyOf(network.getVertices().keySet()))) {
      throw unwritable(where, last);
    }
  }

  private static InputException unwritable(String where, String layer) {
    return new InputException(
        where,
        "the layer " + layer + ", which the notation of networks doesn't have as it is",
        "layers and settings that it has",
        REMEDY);
  }
}
