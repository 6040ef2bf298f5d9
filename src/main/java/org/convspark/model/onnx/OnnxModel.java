package org.convspark.model.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.convspark.config.Build;
import org.convspark.config.InputException;
import org.convspark.data.ModelInput;
import org.convspark.model.ModelOrigin;
import org.convspark.storage.text.Json;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A trained network in the <a href="https://onnx.ai">ONNX</a> format, which other frameworks read.
 * Its input is {@value #INPUT}, float32 {@code [N, channels, height, width]}, pixels / 255; its
 * output is {@value #OUTPUT}, float32 {@code [N, classes]}. N is free. The same model gives the
 * same bytes.
 */
public final class OnnxModel {
  public static final String INPUT = "input";
  public static final String OUTPUT = "probabilities";

  /**
   * The version of ONNX's operators: of 2020, which every runtime in use reads; nothing of a later
   * one is needed.
   */
  public static final int OPSET = 13;

  /** The file format that belongs to it. */
  private static final int IR_VERSION = 7;

  private final ModelProto model;

  private OnnxModel(ModelProto model) {
    this.model = model;
  }

  /**
   * Translates a network.
   *
   * @param where the model, for errors
   * @param network with one input, images, and one output
   * @param origin what else is known of it
   * @throws InputException for a layer that ONNX can't express, by name and type, or an output that
   *     isn't softmax
   */
  public static OnnxModel of(String where, ComputationGraph network, ModelOrigin origin) {
    ComputationGraphConfiguration conf = network.getConfiguration();
    OnnxGraph graph = new OnnxGraph();
    Map<String, OnnxValue> values = new HashMap<>();
    values.put(conf.getNetworkInputs().get(0), new OnnxValue(INPUT, false));
    for (int index : network.topologicalSortOrder()) {
      String name = network.getVertices()[index].getVertexName();
      if (values.containsKey(name)) {
        continue;
      }
      List<OnnxValue> inputs = conf.getVertexInputs().get(name).stream().map(values::get).toList();
      GraphVertex vertex = conf.getVertices().get(name);
      values.put(
          name,
          vertex instanceof LayerVertex layer
              ? translate(where, name, layer, network, inputs.get(0), graph)
              : OnnxVertices.translate(where, name, vertex, inputs, graph));
    }
    String output = conf.getNetworkOutputs().get(0);
    long classes = classes(where, output, conf.getVertices().get(output));
    OnnxValue probabilities = values.get(output);
    if (!graph.operatorOf(probabilities).equals("Softmax")) {
      throw new InputException(
          where,
          "the output \"" + output + "\" without softmax",
          "probabilities of classes",
          "export a classifier");
    }
    graph.rename(probabilities, OUTPUT);
    GraphProto.Builder proto =
        graph
            .proto()
            .setName(origin.network().orElse("network"))
            .addInput(value(INPUT, OnnxShapes.input(conf, origin.shape())))
            .addOutput(value(OUTPUT, OnnxShapes.output(classes)));
    return new OnnxModel(model(proto, origin, classes));
  }

  private static OnnxValue translate(
      String where,
      String name,
      LayerVertex vertex,
      ComputationGraph network,
      OnnxValue input,
      OnnxGraph graph) {
    OnnxValue prepared =
        OnnxVertices.preProcess(where, name, vertex.getPreProcessor(), input, graph);
    OnnxLayer layer =
        new OnnxLayer(
            where,
            name,
            OnnxLayers.thawed(vertex.getLayerConf().getLayer()),
            network.getLayer(name),
            graph);
    return OnnxLayers.translate(layer, prepared);
  }

  private static long classes(String where, String name, GraphVertex vertex) {
    if (vertex instanceof LayerVertex layer
        && layer.getLayerConf().getLayer() instanceof OutputLayer output) {
      return output.getNOut();
    }
    throw OnnxLayer.refuse(where, name, vertex, "as the output", "an OutputLayer");
  }

  private static ModelProto model(GraphProto.Builder graph, ModelOrigin origin, long classes) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setProducerName("ConvSpark")
            .setProducerVersion(Build.CURRENT.version())
            .setGraph(graph)
            .addMetadataProps(property("classes", Long.toString(classes)))
            .addMetadataProps(property("preprocessing", input(origin)));
    origin
        .input()
        .ifPresent(
            input -> {
              if (input.classNames().size() == classes) {
                model.addMetadataProps(property("class_names", json(input.classNames())));
              }
              model.addMetadataProps(property("image_preprocessing", json(input.preprocessing())));
            });
    origin.properties().forEach((key, value) -> model.addMetadataProps(property(key, value)));
    return model.build();
  }

  /** What the input's values are, for people. */
  private static String input(ModelOrigin origin) {
    String pixels = "float32 [N, channels, height, width], pixel / 255";
    return origin
        .input()
        .map(ModelInput::preprocessing)
        .filter(steps -> !steps.mean().isEmpty())
        .map(steps -> pixels + ", less " + steps.mean() + ", over " + steps.deviation())
        .orElse(pixels);
  }

  private static String json(Object value) {
    return Json.MAPPER.valueToTree(value).toString();
  }

  private static StringStringEntryProto property(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static ValueInfoProto value(String name, TensorShapeProto shape) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT)
                        .setShape(shape)))
        .build();
  }

  /** Returns the content of the file. */
  public byte[] toBytes() {
    return model.toByteArray();
  }

  /** Writes the file to the stream and leaves it open. */
  public void write(OutputStream out) throws IOException {
    model.writeTo(out);
  }
}
