package org.convspark.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/**
 * Lets a network take images that was built for rows of numbers, by {@code
 * setInputTypes(InputType.feedForward(784))}: DL4J puts what flattens images into a network only
 * where it is built for images.
 */
public final class FlatInput {
  private FlatInput() {}

  /**
   * Puts flattening, row by row and channel by channel, before the layers that take the network's
   * input as a row. Parameters stay what they are, and a network built for images, too.
   *
   * @param network is changed
   */
  public static void flatten(ComputationGraphConfiguration network) {
    Deque<String> images = new ArrayDeque<>(network.getNetworkInputs());
    Set<String> seen = new HashSet<>();
    while (!images.isEmpty()) {
      String from = images.remove();
      network
          .getVertexInputs()
          .forEach(
              (name, inputs) -> {
                if (inputs.contains(from)
                    && passes(network.getVertices().get(name))
                    && seen.add(name)) {
                  images.add(name);
                }
              });
    }
  }

  /** Flattens what a vertex is given, if it must; tells whether it hands images on instead. */
  private static boolean passes(GraphVertex vertex) {
    if (!(vertex instanceof LayerVertex layer) || layer.getPreProcessor() != null) {
      return false;
    }
    Layer kind = layer.getLayerConf().getLayer();
    if (kind instanceof ActivationLayer || kind instanceof DropoutLayer) {
      return true;
    }
    if (kind.getPreProcessorForInputType(InputType.convolutional(1, 1, 1))
        instanceof CnnToFeedForwardPreProcessor) {
      // Without sizes: it takes those of the images that come.
      layer.setPreProcessor(new CnnToFeedForwardPreProcessor(0, 0, 0, CNN2DFormat.NCHW));
    }
    return false;
  }
}
