package org.convspark.network;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.engine.Shape;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/**
 * Finds out from a network's layers what images it takes: DL4J doesn't keep the shape that a
 * network was built for.
 */
public final class NetworkInput {
  private static final int LARGEST = 300;

  private NetworkInput() {}

  /**
   * Returns the shape of images that the network takes, where its layers leave no other. Often they
   * do, since poolings drop remainders.
   *
   * @param where the file or name that the network comes from, for errors
   * @throws InputException if several square images up to 300x300 fit, or none
   */
  public static ImageShape of(String where, ComputationGraphConfiguration network) {
    GraphVertex first = first(network);
    Layer layer = layerOf(first);
    if (first instanceof LayerVertex vertex
        && vertex.getPreProcessor() instanceof CnnToFeedForwardPreProcessor flatten
        && flatten.getInputHeight() > 0) {
      return new ImageShape(
          (int) flatten.getInputHeight(),
          (int) flatten.getInputWidth(),
          (int) flatten.getNumChannels());
    }
    int channels = layer instanceof ConvolutionLayer convolution ? (int) convolution.getNIn() : 1;
    int classes = classes(where, network);
    List<ImageShape> fitting =
        IntStream.rangeClosed(1, LARGEST)
            .mapToObj(side -> new ImageShape(side, side, Math.max(1, channels)))
            .filter(shape -> fits(network, shape, classes))
            .toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw new InputException(
        where,
        fitting.isEmpty()
            ? "a network that takes no square image"
            : "a network that doesn't say the size of its images, "
                + fitting.get(0)
                + " to "
                + fitting.get(fitting.size() - 1)
                + " fit",
        "to be told it",
        "add --image-shape HEIGHTxWIDTHx"
            + Math.max(1, channels)
            + ", or in a program give load the shape");
  }

  private static boolean fits(
      ComputationGraphConfiguration network, ImageShape shape, int classes) {
    try {
      new InputCompatibility("", shape, classes).check(network);
      return true;
    } catch (InputException e) {
      return false;
    }
  }

  /** Returns the shape of images in the form that the engine takes. */
  public static Shape compiled(ImageShape shape) {
    return new Shape(shape.channels(), shape.height(), shape.width());
  }

  /**
   * Returns the number of classes, which is the width of the output layer.
   *
   * @param where the file or name that the network comes from, for errors
   * @throws InputException if the output isn't a layer that has a width
   */
  public static int classes(String where, ComputationGraphConfiguration network) {
    String output = network.getNetworkOutputs().get(0);
    Optional<Layer> layer = Optional.ofNullable(layerOf(network.getVertices().get(output)));
    if (layer.isPresent() && layer.get() instanceof FeedForwardLayer dense && dense.getNOut() > 0) {
      return (int) dense.getNOut();
    }
    throw new InputException(
        where,
        "the output \"" + output + "\", which has no width",
        "an output layer with one unit a class",
        "change the network");
  }

  private static GraphVertex first(ComputationGraphConfiguration network) {
    String input = network.getNetworkInputs().get(0);
    return network.getVertexInputs().entrySet().stream()
        .filter(entry -> entry.getValue().contains(input))
        .map(entry -> network.getVertices().get(entry.getKey()))
        .findFirst()
        .orElse(null);
  }

  private static Layer layerOf(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : null;
  }
}
