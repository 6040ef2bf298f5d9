package org.convspark.network;

import java.util.HashMap;
import java.util.Map;
import org.convspark.config.UsageException;
import org.convspark.data.ImageShape;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Builds a network layer by layer, each with Keras's name and Keras's defaults: 'valid'
 * convolutions of stride 1, ReLU, pooling windows that don't overlap and drop what is left at the
 * edge.
 *
 * <p>With stride 1 DL4J's Glorot initialisation is Keras's: the fan-in and fan-out of a convolution
 * are its channels times the kernel's area. (With stride s DL4J divides the fan-out by s².) Arrays
 * are NCHW throughout: in DL4J 1.0.0-M2 NHWC convolutions train wrongly on oneDNN.
 */
final class NetworkBuilder {
  private final GraphBuilder graph;
  private final Map<String, Integer> used = new HashMap<>();
  private String last = Architecture.INPUT;
  private WeightInit weightInit;

  /**
   * Starts a network with its input.
   *
   * @throws UsageException if the images are smaller than {@code architecture} takes, or there are
   *     fewer than two classes
   */
  NetworkBuilder(
      Architecture architecture,
      ImageShape shape,
      int classes,
      NeuralNetConfiguration.Builder base) {
    int side = architecture.smallestSide();
    if (shape.height() < side || shape.width() < side) {
      throw new UsageException(
          "network " + architecture.name(),
          "images of " + shape.height() + "x" + shape.width(),
          "at least " + side + "x" + side);
    }
    if (classes < 2) {
      throw new UsageException(
          "network " + architecture.name(), classes + " classes", "at least 2");
    }
    graph =
        base.graphBuilder()
            .addInputs(Architecture.INPUT)
            .setInputTypes(
                InputType.convolutional(
                    shape.height(), shape.width(), shape.channels(), CNN2DFormat.NCHW));
  }

  /** Returns the name of the layer that the next one will take as its input. */
  String last() {
    return last;
  }

  /** Lets the next layer take {@code layer} as its input, where a branch begins. */
  NetworkBuilder from(String layer) {
    last = layer;
    return this;
  }

  /** Lets the layers from here on start from this initialisation instead of the base's. */
  NetworkBuilder weightInit(WeightInit init) {
    weightInit = init;
    return this;
  }

  /** Adds a 'valid' convolution of stride 1, then ReLU: the map shrinks by {@code kernel - 1}. */
  NetworkBuilder conv2d(int filters, int kernel) {
    return convolution(filters, kernel, 1, ConvolutionMode.Truncate, Activation.RELU, true);
  }

  /** Adds a 'same' convolution, then ReLU: the map shrinks by the stride alone. */
  NetworkBuilder conv2dSame(int filters, int kernel, int stride) {
    return convolution(filters, kernel, stride, ConvolutionMode.Same, Activation.RELU, true);
  }

  /**
   * Adds a 'same' convolution and batch normalisation, without activation. The convolution has no
   * bias: the normalisation would subtract it again.
   */
  NetworkBuilder conv2dBatchNorm(int filters, int kernel, int stride) {
    // A 1x1 window needs no padding; with a stride, 'same' would compute a negative one.
    ConvolutionMode mode = kernel == 1 ? ConvolutionMode.Truncate : ConvolutionMode.Same;
    return convolution(filters, kernel, stride, mode, Activation.IDENTITY, false)
        // Running deviations as log10, DL4J's default: useLogStd(false) is lost on the way through
        // JSON in 1.0.0-M2 unless the network has been initialised, and variances are misread.
        .add("batch_normalization", new BatchNormalization.Builder().build());
  }

  private NetworkBuilder convolution(
      int filters,
      int kernel,
      int stride,
      ConvolutionMode mode,
      Activation activation,
      boolean bias) {
    ConvolutionLayer.Builder layer =
        new ConvolutionLayer.Builder(kernel, kernel)
            .nOut(filters)
            .stride(stride, stride)
            .convolutionMode(mode)
            .hasBias(bias)
            .activation(activation);
    return add("conv2d", weightInit == null ? layer.build() : layer.weightInit(weightInit).build());
  }

  /** Adds the maximum of every {@code size x size} window, windows side by side. */
  NetworkBuilder maxPooling2d(int size) {
    return pooling("max_pooling2d", PoolingType.MAX, size, size, ConvolutionMode.Truncate);
  }

  /** Adds the maximum of overlapping windows inside the map. */
  NetworkBuilder maxPooling2d(int size, int stride) {
    return pooling("max_pooling2d", PoolingType.MAX, size, stride, ConvolutionMode.Truncate);
  }

  /**
   * Adds the maximum of overlapping windows, the map padded so that it shrinks by the stride alone.
   */
  NetworkBuilder maxPooling2dSame(int size, int stride) {
    return pooling("max_pooling2d", PoolingType.MAX, size, stride, ConvolutionMode.Same);
  }

  /** Adds the mean of every {@code size x size} window, windows side by side. */
  NetworkBuilder averagePooling2d(int size) {
    return pooling("average_pooling2d", PoolingType.AVG, size, size, ConvolutionMode.Truncate);
  }

  private NetworkBuilder pooling(
      String name, PoolingType type, int size, int stride, ConvolutionMode mode) {
    return add(
        name,
        new SubsamplingLayer.Builder(type)
            .kernelSize(size, size)
            .stride(stride, stride)
            .convolutionMode(mode)
            .build());
  }

  /** Adds the mean of each whole feature map. */
  NetworkBuilder globalAveragePooling2d() {
    return add("global_average_pooling2d", new GlobalPoolingLayer(PoolingType.AVG));
  }

  NetworkBuilder zeroPadding2d(int top, int bottom, int left, int right) {
    return add("zero_padding2d", new ZeroPaddingLayer(top, bottom, left, right));
  }

  NetworkBuilder relu() {
    return add("activation", new ActivationLayer(Activation.RELU));
  }

  /**
   * Adds dropout.
   *
   * @param rate the share of activations that are set to zero, as in Keras (DL4J counts the kept)
   */
  NetworkBuilder dropout(double rate) {
    return add("dropout", new DropoutLayer.Builder(1 - rate).build());
  }

  /** Adds a fully connected layer, then ReLU. DL4J flattens feature maps by itself. */
  NetworkBuilder dense(int units) {
    DenseLayer.Builder layer = new DenseLayer.Builder().nOut(units).activation(Activation.RELU);
    return add("dense", weightInit == null ? layer.build() : layer.weightInit(weightInit).build());
  }

  /** Adds the sum of the last layer and {@code other}. */
  NetworkBuilder addTo(String other) {
    return vertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), last, other);
  }

  /** Adds the feature maps of all these layers, one after the other. */
  NetworkBuilder concatenate(String... layers) {
    return vertex("concatenate", new MergeVertex(), layers);
  }

  /** Closes the network with a fully connected softmax layer under cross-entropy. */
  ComputationGraphConfiguration softmax(int classes) {
    // Glorot's initialisation, whatever the hidden layers have: no ReLU follows.
    add(
        "dense",
        new OutputLayer.Builder(new LossMCXENT())
            .nOut(classes)
            .activation(Activation.SOFTMAX)
            .build());
    return graph.setOutputs(last).build();
  }

  private NetworkBuilder add(String kind, Layer layer) {
    String name = nameFor(kind);
    graph.addLayer(name, layer, last);
    last = name;
    return this;
  }

  private NetworkBuilder vertex(String kind, GraphVertex vertex, String... inputs) {
    String name = nameFor(kind);
    graph.addVertex(name, vertex, inputs);
    last = name;
    return this;
  }

  /** conv2d, conv2d_1, conv2d_2: as Keras counts. */
  private String nameFor(String kind) {
    int count = used.merge(kind, 1, Integer::sum) - 1;
    return count == 0 ? kind : kind + "_" + count;
  }
}
