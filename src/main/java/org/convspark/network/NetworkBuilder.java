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
 * <pre>{@code
 * ComputationGraphConfiguration network =
 *     NetworkBuilder.of("mine", new ImageShape(28, 28, 1), 10, new NeuralNetConfiguration.Builder())
 *         .conv2d(32, 3)
 *         .maxPooling2d(2)
 *         .dense(128)
 *         .softmax(10);
 * }</pre>
 *
 * <p>A layer takes the one before it, unless {@link #from} says otherwise. It is called as Keras
 * would call it, {@code conv2d}, {@code conv2d_1}, unless {@link #named} says otherwise.
 *
 * <p>With stride 1 DL4J's Glorot initialisation is Keras's: the fan-in and fan-out of a convolution
 * are its channels times the kernel's area. (With stride s DL4J divides the fan-out by s².) Arrays
 * are NCHW throughout: in DL4J 1.0.0-M2 NHWC convolutions train wrongly on oneDNN.
 */
public final class NetworkBuilder {
  private final GraphBuilder graph;
  private final Map<String, Integer> used = new HashMap<>();
  private String last = Architecture.INPUT;
  private WeightInit weightInit;
  private String name;

  /**
   * Starts a network of the catalog with its input.
   *
   * @throws UsageException if the images are smaller than {@code architecture} takes, or there are
   *     fewer than two classes
   */
  public static NetworkBuilder of(
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
    return of(architecture.name(), shape, classes, base);
  }

  /**
   * Starts a network with its input, {@value Architecture#INPUT}.
   *
   * @param name what errors call the network
   * @param shape of an image
   * @param classes that it is to tell apart
   * @param base seed, updater, weight initialisation and regularisation of all layers
   * @throws UsageException if there are fewer than two classes
   */
  public static NetworkBuilder of(
      String name, ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    if (classes < 2) {
      throw new UsageException("network " + name, classes + " classes", "at least 2");
    }
    return new NetworkBuilder(shape, base);
  }

  private NetworkBuilder(ImageShape shape, NeuralNetConfiguration.Builder base) {
    graph =
        base.graphBuilder()
            .addInputs(Architecture.INPUT)
            .setInputTypes(
                InputType.convolutional(
                    shape.height(), shape.width(), shape.channels(), CNN2DFormat.NCHW));
  }

  /** Returns the name of the layer that the next one will take as its input. */
  public String last() {
    return last;
  }

  /** Lets the next layer take {@code layer} as its input, where a branch begins. */
  public NetworkBuilder from(String layer) {
    last = layer;
    return this;
  }

  /** Calls the next layer by a name of its own, which no other layer has. */
  public NetworkBuilder named(String layer) {
    name = layer;
    return this;
  }

  /**
   * Lets the layers from here on, but for the last, start from this initialisation; {@code null} is
   * the base's.
   */
  public NetworkBuilder weightInit(WeightInit init) {
    weightInit = init;
    return this;
  }

  /** Adds a 'valid' convolution of stride 1, then ReLU: the map shrinks by {@code kernel - 1}. */
  public NetworkBuilder conv2d(int filters, int kernel) {
    return conv2d(
        filters, square(kernel), square(1), ConvolutionMode.Truncate, Activation.RELU, true);
  }

  /** Adds a 'same' convolution, then ReLU: the map shrinks by the stride alone. */
  public NetworkBuilder conv2dSame(int filters, int kernel, int stride) {
    return conv2d(
        filters, square(kernel), square(stride), ConvolutionMode.Same, Activation.RELU, true);
  }

  /**
   * Adds a 'same' convolution and batch normalisation, without activation. The convolution has no
   * bias: the normalisation would subtract it again.
   */
  public NetworkBuilder conv2dBatchNorm(int filters, int kernel, int stride) {
    // A 1x1 window needs no padding; with a stride, 'same' would compute a negative one.
    ConvolutionMode mode = kernel == 1 ? ConvolutionMode.Truncate : ConvolutionMode.Same;
    return conv2d(filters, square(kernel), square(stride), mode, Activation.IDENTITY, false)
        .batchNormalization();
  }

  /**
   * Adds a convolution.
   *
   * @param filters number of feature maps that it makes
   * @param kernel height and width of the window
   * @param stride rows and columns by which it moves
   * @param mode Truncate for Keras's 'valid', Same for its 'same'
   * @param activation the function after it
   * @param bias whether each map has a bias
   */
  public NetworkBuilder conv2d(
      int filters,
      int[] kernel,
      int[] stride,
      ConvolutionMode mode,
      Activation activation,
      boolean bias) {
    ConvolutionLayer.Builder layer =
        new ConvolutionLayer.Builder(kernel)
            .nOut(filters)
            .stride(stride)
            .convolutionMode(mode)
            .hasBias(bias)
            .activation(activation);
    return add("conv2d", weightInit == null ? layer.build() : layer.weightInit(weightInit).build());
  }

  private static int[] square(int side) {
    return new int[] {side, side};
  }

  /**
   * Adds batch normalisation: each map less its mean, over its deviation, times a factor, plus an
   * offset.
   */
  public NetworkBuilder batchNormalization() {
    // Running deviations as log10, DL4J's default: useLogStd(false) is lost on the way through
    // JSON in 1.0.0-M2 unless the network has been initialised, and variances are misread.
    return add("batch_normalization", new BatchNormalization.Builder().build());
  }

  /** Adds the maximum of every {@code size x size} window, windows side by side. */
  public NetworkBuilder maxPooling2d(int size) {
    return pooling2d(PoolingType.MAX, square(size), square(size), ConvolutionMode.Truncate);
  }

  /** Adds the maximum of overlapping windows inside the map. */
  public NetworkBuilder maxPooling2d(int size, int stride) {
    return pooling2d(PoolingType.MAX, square(size), square(stride), ConvolutionMode.Truncate);
  }

  /**
   * Adds the maximum of overlapping windows, the map padded so that it shrinks by the stride alone.
   */
  public NetworkBuilder maxPooling2dSame(int size, int stride) {
    return pooling2d(PoolingType.MAX, square(size), square(stride), ConvolutionMode.Same);
  }

  /** Adds the mean of every {@code size x size} window, windows side by side. */
  public NetworkBuilder averagePooling2d(int size) {
    return pooling2d(PoolingType.AVG, square(size), square(size), ConvolutionMode.Truncate);
  }

  /**
   * Adds pooling.
   *
   * @param type MAX or AVG
   * @param size height and width of the window
   * @param stride rows and columns by which it moves
   * @param mode Truncate for Keras's 'valid', Same for its 'same'
   */
  public NetworkBuilder pooling2d(
      PoolingType type, int[] size, int[] stride, ConvolutionMode mode) {
    return add(
        pooling(type),
        new SubsamplingLayer.Builder(type)
            .kernelSize(size)
            .stride(stride)
            .convolutionMode(mode)
            .build());
  }

  private static String pooling(PoolingType type) {
    return type == PoolingType.MAX ? "max_pooling2d" : "average_pooling2d";
  }

  /** Adds the maximum (MAX) or the mean (AVG) of each whole feature map. */
  public NetworkBuilder globalPooling2d(PoolingType type) {
    return add("global_" + pooling(type), new GlobalPoolingLayer(type));
  }

  /** Adds the mean of each whole feature map. */
  public NetworkBuilder globalAveragePooling2d() {
    return globalPooling2d(PoolingType.AVG);
  }

  /** Adds rows and columns of zeros around each map. */
  public NetworkBuilder zeroPadding2d(int top, int bottom, int left, int right) {
    return add("zero_padding2d", new ZeroPaddingLayer(top, bottom, left, right));
  }

  public NetworkBuilder relu() {
    return activation(Activation.RELU);
  }

  /** Adds a function of each value. */
  public NetworkBuilder activation(Activation function) {
    return add("activation", new ActivationLayer(function));
  }

  /**
   * Adds dropout.
   *
   * @param rate the share of activations that are set to zero, as in Keras (DL4J counts the kept)
   */
  public NetworkBuilder dropout(double rate) {
    return add("dropout", new DropoutLayer.Builder(1 - rate).build());
  }

  /** Adds a fully connected layer, then ReLU. DL4J flattens feature maps by itself. */
  public NetworkBuilder dense(int units) {
    return dense(units, Activation.RELU);
  }

  /**
   * Adds a fully connected layer and the function after it. DL4J flattens feature maps by itself.
   */
  public NetworkBuilder dense(int units, Activation activation) {
    DenseLayer.Builder layer = new DenseLayer.Builder().nOut(units).activation(activation);
    return add("dense", weightInit == null ? layer.build() : layer.weightInit(weightInit).build());
  }

  /** Adds the sum of the last layer and {@code other}. */
  public NetworkBuilder addTo(String other) {
    return add(last, other);
  }

  /** Adds the sum of layers whose outputs have the same shape. */
  public NetworkBuilder add(String... layers) {
    return vertex("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), layers);
  }

  /** Adds the feature maps of all these layers, one after the other. */
  public NetworkBuilder concatenate(String... layers) {
    return vertex("concatenate", new MergeVertex(), layers);
  }

  /** Closes the network with a fully connected softmax layer under cross-entropy. */
  public ComputationGraphConfiguration softmax(int classes) {
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
    String from = last;
    last = nameFor(kind);
    graph.addLayer(last, layer, from);
    return this;
  }

  private NetworkBuilder vertex(String kind, GraphVertex vertex, String... inputs) {
    last = nameFor(kind);
    graph.addVertex(last, vertex, inputs);
    return this;
  }

  private String nameFor(String kind) {
    String given = name;
    name = null;
    return given == null ? LayerNames.numbered(kind, used) : given;
  }
}
