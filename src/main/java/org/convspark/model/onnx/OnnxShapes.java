package org.convspark.model.onnx;

import java.util.Optional;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import org.convspark.data.ImageShape;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/** The shapes of an exported network's input and output; unknown sizes stay symbolic. */
final class OnnxShapes {
  private OnnxShapes() {}

  /**
   * Returns the input's shape, {@code [N, channels, height, width]}. A DL4J configuration doesn't
   * say for which images it was made: a convolution knows its channels alone, and takes images of
   * other sizes too.
   *
   * @param shape of the images it was trained on, where known
   */
  static TensorShapeProto input(ComputationGraphConfiguration network, Optional<ImageShape> shape) {
    long[] sizes = new long[3];
    if (shape.isPresent()) {
      sizes[0] = shape.get().channels();
      sizes[1] = shape.get().height();
      sizes[2] = shape.get().width();
    } else {
      String input = network.getNetworkInputs().get(0);
      network.getVertices().entrySet().stream()
          .filter(e -> network.getVertexInputs().get(e.getKey()).contains(input))
          .forEach(e -> learn(e.getValue(), sizes));
    }
    return TensorShapeProto.newBuilder()
        .addDim(dimension(0, "N"))
        .addDim(dimension(sizes[0], "channels"))
        .addDim(dimension(sizes[1], "height"))
        .addDim(dimension(sizes[2], "width"))
        .build();
  }

  /** What a vertex that takes the images says of them. */
  private static void learn(GraphVertex vertex, long[] sizes) {
    if (vertex instanceof LayerVertex layer) {
      if (layer.getPreProcessor() instanceof CnnToFeedForwardPreProcessor flatten) {
        sizes[0] = flatten.getNumChannels();
        sizes[1] = flatten.getInputHeight();
        sizes[2] = flatten.getInputWidth();
      } else if (OnnxLayers.thawed(layer.getLayerConf().getLayer())
          instanceof ConvolutionLayer convolution) {
        sizes[0] = convolution.getNIn();
      }
    }
  }

  static TensorShapeProto output(long classes) {
    return TensorShapeProto.newBuilder()
        .addDim(dimension(0, "N"))
        .addDim(dimension(classes, "classes"))
        .build();
  }

  private static Dimension dimension(long size, String name) {
    return size > 0
        ? Dimension.newBuilder().setDimValue(size).build()
        : Dimension.newBuilder().setDimParam(name).build();
  }
}
