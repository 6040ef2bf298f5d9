package org.convspark.model.onnx;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** Translates what stands between DL4J's layers to ONNX: sums, concatenations, changes of shape. */
final class OnnxVertices {
  private OnnxVertices() {}

  /**
   * Adds a vertex that isn't a layer and returns its output.
   *
   * @param where the model, for errors
   * @throws org.convspark.config.InputException for one that ONNX can't express, by name
   */
  static OnnxValue translate(
      String where, String name, GraphVertex vertex, List<OnnxValue> inputs, OnnxGraph graph) {
    OnnxValue first = inputs.get(0);
    List<String> others = inputs.stream().skip(1).map(OnnxValue::name).toList();
    if (inputs.stream().anyMatch(input -> input.flat() != first.flat())) {
      throw OnnxLayer.refuse(
          where, name, vertex, "of feature maps and flat values", "inputs of one kind");
    }
    if (vertex.getClass() == ElementWiseVertex.class) {
      // All take any number of inputs, but for Sub, of which DL4J takes two.
      String operator =
          switch (((ElementWiseVertex) vertex).getOp()) {
            case Add -> "Sum";
            case Average -> "Mean";
            case Max -> "Max";
            case Subtract -> "Sub";
            case Product -> "Mul";
          };
      if (operator.equals("Mul")) {
        return product(name, first, others, graph);
      }
      return graph.add(name, operator, first, others);
    }
    if (vertex.getClass() == MergeVertex.class) {
      return graph.add(name, "Concat", first, others, OnnxAttributes.integer("axis", 1));
    }
    throw OnnxLayer.refuse(where, name, vertex, "vertex", "one that ONNX can express");
  }

  private static OnnxValue product(
      String name, OnnxValue first, List<String> others, OnnxGraph graph) {
    OnnxValue product = first;
    for (String other : others) {
      product = graph.add(name, "Mul", product, List.of(other));
    }
    return product;
  }

  /**
   * Adds what DL4J does to the input of a layer and returns the changed input.
   *
   * @param where the model, for errors
   * @param change null for nothing
   * @throws org.convspark.config.InputException for a change that ONNX can't express, by name
   */
  static OnnxValue preProcess(
      String where, String name, InputPreProcessor change, OnnxValue input, OnnxGraph graph) {
    if (change == null) {
      return input;
    }
    if (change instanceof CnnToFeedForwardPreProcessor flatten
        && flatten.getFormat() == CNN2DFormat.NCHW) {
      return input.flat() ? input : OnnxWindows.flatten(graph, name, input);
    }
    if (change.getClass() == FeedForwardToCnnPreProcessor.class) {
      return input.flat()
          ? unflatten(name, (FeedForwardToCnnPreProcessor) change, input, graph)
          : input;
    }
    throw OnnxLayer.refuse(where, name, change, "before its layer", "one that ONNX can express");
  }

  private static OnnxValue unflatten(
      String name, FeedForwardToCnnPreProcessor change, OnnxValue input, OnnxGraph graph) {
    // 0 is the batch, as it comes.
    String shape =
        graph.sizes(
            name,
            "shape",
            0,
            change.getNumChannels(),
            change.getInputHeight(),
            change.getInputWidth());
    OnnxValue maps = graph.add(name, "Reshape", input, List.of(shape));
    return new OnnxValue(maps.name(), false);
  }
}
