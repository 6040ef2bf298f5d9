package org.convspark.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Checks whether a network from outside fits a dataset before it runs, and says in words why not.
 */
public final class InputCompatibility {
  private final String where;
  private final ImageShape shape;
  private final int classes;

  /**
   * Makes a check for the networks of one dataset.
   *
   * @param where the file or name that the network comes from, for errors
   * @param shape shape of the dataset's images
   * @param classes number of the dataset's classes
   */
  public InputCompatibility(String where, ImageShape shape, int classes) {
    this.where = where;
    this.shape = shape;
    this.classes = classes;
  }

  /**
   * Checks a network, which is not changed.
   *
   * @return a copy of {@code conf} with the sizes filled in that it leaves open
   * @throws InputException if it doesn't fit; it says what the network has and what the dataset
   *     needs
   */
  public ComputationGraphConfiguration check(ComputationGraphConfiguration conf) {
    require(
        conf.getNetworkInputs().size() == 1, conf.getNetworkInputs() + " as inputs", "one input");
    require(
        conf.getNetworkOutputs().size() == 1,
        conf.getNetworkOutputs() + " as outputs",
        "one output");
    require(
        conf.getDataType() == DataType.FLOAT,
        conf.getDataType() + " arithmetic",
        "float32 (FLOAT)");
    require(
        conf.getBackpropType() == BackpropType.Standard,
        "truncated backpropagation through time",
        "standard backpropagation");
    conf.getVertices().forEach(this::requireLayer);
    conf.getVertices().forEach(this::requireNchw);
    conf.getVertices().forEach(this::requireWindow);
    String output = conf.getNetworkOutputs().get(0);
    requireLoss(output, conf.getVertices().get(output));

    ComputationGraphConfiguration fitted = conf.clone();
    Map<String, InputType> activations = infer(fitted);
    fitted.getVertices().keySet().forEach(name -> requireRoom(name, fitted, activations));
    conf.getVertices()
        .forEach((name, vertex) -> requireSameSizes(name, vertex, fitted.getVertices().get(name)));
    requireFlattening(fitted, activations);
    InputType probabilities = activations.get(output);
    require(
        probabilities.getType() == InputType.Type.FF
            && probabilities.arrayElementsPerExample() == classes,
        "an output layer \""
            + output
            + "\" of "
            + probabilities.arrayElementsPerExample()
            + " units",
        classes + " units, one for each class");
    return fitted;
  }

  /**
   * Checks a network that is used as it is, with nothing filled in.
   *
   * @throws InputException if it doesn't fit, as for {@link #check}, or isn't built for images
   */
  public void checkBuilt(ComputationGraphConfiguration conf) {
    check(conf)
        .getVertices()
        .forEach(
            (name, fitted) ->
                require(
                    !(fitted instanceof LayerVertex layer
                        && layer.getPreProcessor() != null
                        && conf.getVertices().get(name) instanceof LayerVertex given
                        && given.getPreProcessor() == null),
                    "\"" + name + "\" which isn't given what it takes",
                    "a network built by setInputTypes for images of " + shape));
  }

  private void requireLayer(String name, GraphVertex vertex) {
    require(
        vertex != null
            && (!(vertex instanceof LayerVertex layer)
                || (layer.getLayerConf() != null && layer.getLayerConf().getLayer() != null)),
        "nothing in \"" + name + "\"",
        "a layer or a vertex");
  }

  private void requireNchw(String name, GraphVertex vertex) {
    Layer layer = layerOf(vertex);
    CNN2DFormat format = CNN2DFormat.NCHW;
    if (layer instanceof ConvolutionLayer convolution) {
      format = convolution.getCnn2dDataFormat();
    } else if (layer instanceof SubsamplingLayer pooling) {
      format = pooling.getCnn2dDataFormat();
    } else if (layer instanceof BatchNormalization norm) {
      format = norm.getCnn2DFormat();
    }
    require(
        format == CNN2DFormat.NCHW,
        "the data format NHWC in \"" + name + "\"",
        "NCHW, since NHWC trains wrongly in DL4J 1.0.0-M2");
  }

  /** What computes takes them as they are, and fails at a dilation of 0 only once it runs. */
  private void requireWindow(String name, GraphVertex vertex) {
    Layer layer = layerOf(vertex);
    List<int[]> sizes = List.of();
    if (layer instanceof ConvolutionLayer convolution) {
      sizes =
          List.of(convolution.getKernelSize(), convolution.getStride(), convolution.getDilation());
    } else if (layer instanceof SubsamplingLayer pooling) {
      sizes = List.of(pooling.getKernelSize(), pooling.getStride(), pooling.getDilation());
    }
    require(
        sizes.stream().flatMapToInt(Arrays::stream).allMatch(size -> size > 0),
        "\"" + name + "\" with a kernel, stride or dilation below 1",
        "1 and more");
  }

  private void requireLoss(String name, GraphVertex vertex) {
    Layer layer = layerOf(vertex);
    boolean loss =
        layer instanceof BaseOutputLayer output
            ? output.getLossFn() != null
            : layer instanceof LossLayer lossLayer && lossLayer.getLossFn() != null;
    require(loss, "no loss in \"" + name + "\"", "an output layer with a loss function");
  }

  private Map<String, InputType> infer(ComputationGraphConfiguration conf) {
    try {
      return conf.getLayerActivationTypes(
          true, true, InputType.convolutional(shape.height(), shape.width(), shape.channels()));
    } catch (RuntimeException e) {
      throw new InputException(
          where,
          "a network that images of " + shape + " don't fit: " + NetworkJson.firstLine(e),
          "layers that take them",
          "build it with setInputTypes(InputType.convolutional("
              + shape.height()
              + ", "
              + shape.width()
              + ", "
              + shape.channels()
              + "))",
          e);
    }
  }

  /** DL4J's inference goes on with sizes below one when a window is larger than its map. */
  private void requireRoom(
      String name, ComputationGraphConfiguration conf, Map<String, InputType> activations) {
    Layer layer = layerOf(conf.getVertices().get(name));
    int[] window = null;
    int[] padding = null;
    if (layer instanceof ConvolutionLayer convolution
        && convolution.getConvolutionMode() != ConvolutionMode.Same) {
      window =
          ConvolutionUtils.effectiveKernelSize(
              convolution.getKernelSize(), convolution.getDilation());
      padding = convolution.getPadding();
    } else if (layer instanceof SubsamplingLayer pooling
        && pooling.getConvolutionMode() != ConvolutionMode.Same) {
      window = ConvolutionUtils.effectiveKernelSize(pooling.getKernelSize(), pooling.getDilation());
      padding = pooling.getPadding();
    }
    if (window != null
        && activations.get(conf.getVertexInputs().get(name).get(0))
            instanceof InputTypeConvolutional maps) {
      require(
          maps.getHeight() + 2 * padding[0] >= window[0]
              && maps.getWidth() + 2 * padding[1] >= window[1],
          "\"" + name + "\" with a window larger than its maps",
          "layers that fit images of " + shape);
    }
  }

  /** Sizes that the file states must be those that follow from the images. */
  private void requireSameSizes(String name, GraphVertex stated, GraphVertex inferred) {
    if (layerOf(stated) instanceof FeedForwardLayer before
        && layerOf(inferred) instanceof FeedForwardLayer after) {
      require(
          before.getNIn() <= 0 || before.getNIn() == after.getNIn(),
          "\"" + name + "\" with " + before.getNIn() + " inputs",
          after.getNIn() + " for images of " + shape);
    }
  }

  private void requireFlattening(
      ComputationGraphConfiguration conf, Map<String, InputType> activations) {
    conf.getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex instanceof LayerVertex layer
                  && layer.getPreProcessor() instanceof CnnToFeedForwardPreProcessor flatten
                  && activations.get(conf.getVertexInputs().get(name).get(0))
                      instanceof InputTypeConvolutional maps) {
                List<Long> stated =
                    List.of(
                        flatten.getInputHeight(),
                        flatten.getInputWidth(),
                        flatten.getNumChannels());
                List<Long> actual = List.of(maps.getHeight(), maps.getWidth(), maps.getChannels());
                require(
                    stated.equals(actual) || stated.equals(List.of(0L, 0L, 0L)),
                    "\"" + name + "\" flattening " + stated,
                    actual + " for images of " + shape);
              }
            });
  }

  private static Layer layerOf(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : null;
  }

  private void require(boolean holds, String found, String expected) {
    if (!holds) {
      throw new InputException(where, found, expected, "change the network or the dataset");
    }
  }
}
