package org.convspark.network.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.convspark.data.ImageShape;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;

/**
 * A network as the table of Keras's {@code model.summary()}: shapes channels last, {@code None} for
 * the batch, although the arrays are {@code [n, channels, height, width]}. It reads the
 * configuration alone and makes no arrays.
 *
 * @param name the network's name
 * @param rows the layers in the order in which they were defined, the input first
 * @param branching whether a layer has several inputs or feeds several others
 */
public record NetworkSummary(String name, List<Row> rows, boolean branching) {

  /**
   * One layer.
   *
   * @param layer its name
   * @param type its class in Keras
   * @param outputShape shape of its output, such as {@code (None, 26, 26, 32)}
   * @param parameters number of all its parameters
   * @param trainable number of those that training changes by gradient: not running means and
   *     variances, not frozen layers
   * @param inputs names of the layers it takes its input from
   */
  public record Row(
      String layer,
      String type,
      String outputShape,
      long parameters,
      long trainable,
      List<String> inputs) {}

  public NetworkSummary {
    rows = List.copyOf(rows);
  }

  /**
   * Summarizes a network.
   *
   * @param name heading of the table
   * @param conf the network; not changed
   * @param shape shape of one image
   */
  public static NetworkSummary of(
      String name, ComputationGraphConfiguration conf, ImageShape shape) {
    InputType input = InputType.convolutional(shape.height(), shape.width(), shape.channels());
    ComputationGraphConfiguration copy = conf.clone();
    Map<String, InputType> outputs = copy.getLayerActivationTypes(true, false, input);
    List<Row> rows = new ArrayList<>();
    for (String in : copy.getNetworkInputs()) {
      rows.add(new Row(in, "InputLayer", "[" + shapeOf(outputs.get(in)) + "]", 0, 0, List.of()));
    }
    Map<String, Integer> preprocessors = new HashMap<>();
    for (String vertexName : definitionOrder(copy)) {
      GraphVertex vertex = copy.getVertices().get(vertexName);
      List<String> inputs = copy.getVertexInputs().get(vertexName);
      if (vertex instanceof LayerVertex layer && layer.getPreProcessor() != null) {
        String kind = LayerTypes.of(layer.getPreProcessor());
        int count = preprocessors.merge(kind, 1, Integer::sum) - 1;
        String base = kind.toLowerCase(Locale.ROOT);
        String row = count == 0 ? base : base + "_" + count;
        InputType flat = layer.getPreProcessor().getOutputType(outputs.get(inputs.get(0)));
        rows.add(new Row(row, kind, shapeOf(flat), 0, 0, inputs));
        inputs = List.of(row);
      }
      rows.add(
          new Row(
              vertexName,
              LayerTypes.of(vertex),
              shapeOf(outputs.get(vertexName)),
              vertex.numParams(false),
              LayerTypes.trainableParameters(vertex),
              List.copyOf(inputs)));
    }
    return new NetworkSummary(name, rows, branches(copy));
  }

  /** The vertices as defined; one defined before its input comes after it. */
  private static List<String> definitionOrder(ComputationGraphConfiguration conf) {
    List<String> order = new ArrayList<>();
    Set<String> placed = new HashSet<>(conf.getNetworkInputs());
    Map<String, GraphVertex> left = new LinkedHashMap<>(conf.getVertices());
    while (!left.isEmpty()) {
      String next =
          left.keySet().stream()
              .filter(vertex -> placed.containsAll(conf.getVertexInputs().get(vertex)))
              .findFirst()
              .orElseThrow();
      left.remove(next);
      placed.add(next);
      order.add(next);
    }
    return order;
  }

  private static boolean branches(ComputationGraphConfiguration conf) {
    List<String> consumed = conf.getVertexInputs().values().stream().flatMap(List::stream).toList();
    return conf.getVertexInputs().values().stream().anyMatch(inputs -> inputs.size() > 1)
        || consumed.size() > consumed.stream().distinct().count();
  }

  private static String shapeOf(InputType type) {
    long[] dimensions =
        type instanceof InputTypeConvolutional maps
            ? new long[] {maps.getHeight(), maps.getWidth(), maps.getChannels()}
            : type.getShape();
    return LongStream.of(dimensions)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "(None, ", ")"));
  }

  /** Returns the number of parameters of all layers. */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /** Returns the number of parameters that training changes by gradient. */
  public long trainable() {
    return rows.stream().mapToLong(Row::trainable).sum();
  }

  /** Returns the table, in lines of one width, and the totals under it. */
  @Override
  public String toString() {
    return SummaryTable.format(this);
  }
}
