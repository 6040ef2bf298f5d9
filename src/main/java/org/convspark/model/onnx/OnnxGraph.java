package org.convspark.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;

/**
 * An ONNX graph that grows node by node. A node and its output are named {@code vertex/Operator}, a
 * tensor {@code vertex/parameter}, so that DL4J's names are found again in the file.
 */
final class OnnxGraph {
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> names = new HashSet<>();

  /** Adds a node with one input and one output, which is taken to be of the input's rank. */
  OnnxValue add(String vertex, String operator, OnnxValue input, AttributeProto... attributes) {
    return add(vertex, operator, input, List.of(), attributes);
  }

  /**
   * Adds a node with several inputs and one output, which is taken to be of the first input's rank.
   *
   * @param others names of the inputs that follow the first, values or tensors
   */
  OnnxValue add(
      String vertex,
      String operator,
      OnnxValue input,
      List<String> others,
      AttributeProto... attributes) {
    String name = unique(vertex + "/" + operator);
    graph.addNode(
        NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addInput(input.name())
            .addAllInput(others)
            .addOutput(name)
            .addAllAttribute(Arrays.asList(attributes)));
    return new OnnxValue(name, input.flat());
  }

  /** Adds a tensor of float32 in C order, whatever the array's own order, and returns its name. */
  String tensor(String vertex, String parameter, INDArray values, long... shape) {
    return tensor(vertex, parameter, values.dup('c').data().asFloat(), shape);
  }

  /** Adds a tensor of float32 and returns its name; one without a shape is a scalar. */
  String tensor(String vertex, String parameter, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return tensor(vertex, parameter, TensorProto.DataType.FLOAT, bytes, shape);
  }

  /** Adds a list of int64, as operators take sizes, and returns its name. */
  String sizes(String vertex, String parameter, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return tensor(vertex, parameter, TensorProto.DataType.INT64, bytes, values.length);
  }

  private String tensor(
      String vertex, String parameter, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    String name = unique(vertex + "/" + parameter);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .setRawData(ByteString.copyFrom(bytes));
    Arrays.stream(shape).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  private String unique(String wanted) {
    String name = wanted;
    for (int i = 1; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /** Returns the operator that a value comes from; empty for the graph's input. */
  String operatorOf(OnnxValue value) {
    return graph.getNodeList().stream()
        .filter(node -> node.getOutput(0).equals(value.name()))
        .map(NodeProto::getOpType)
        .findFirst()
        .orElse("");
  }

  /** Gives a value another name, wherever it is used. */
  void rename(OnnxValue value, String name) {
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals(value.name())) {
          node.setInput(i, name);
        }
      }
      if (node.getOutput(0).equals(value.name())) {
        node.setOutput(0, name);
      }
    }
  }

  /** Returns the graph so far, to be given a name, inputs and outputs. */
  GraphProto.Builder proto() {
    return graph;
  }
}
