package org.convspark.engine;

import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.data.ImageShape;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks that have every kind of layer, and images for them. */
final class TestNetworks {
  static final int CLASSES = 10;
  static final ImageShape GREY = new ImageShape(28, 28, 1);
  static final ImageShape COLOUR = new ImageShape(20, 24, 3);
  private static final ImageShape SMALL = new ImageShape(18, 18, 1);

  private TestNetworks() {}

  /**
   * Biases that aren't zero, or a wrong bias would pass. Zeros in the images, or ties in pooling
   * would.
   */
  static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .updater(new RmsProp(0.001, 0.9, 1e-7))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .biasInit(0.05);
  }

  static ComputationGraphConfiguration catalog(String name) {
    return NetworkCatalog.find(name, new Configuration(false)).configure(SMALL, CLASSES, base());
  }

  /** The layers one after the other, and softmax. */
  static ComputationGraphConfiguration stack(
      ImageShape shape, org.deeplearning4j.nn.conf.layers.Layer... layers) {
    var graph =
        base()
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(
                InputType.convolutional(shape.height(), shape.width(), shape.channels()));
    String last = "input";
    for (int i = 0; i < layers.length; i++) {
      graph.addLayer("layer" + i, layers[i], last);
      last = "layer" + i;
    }
    return output(graph, last);
  }

  static ConvolutionLayer.Builder conv(int maps, int kernel, Activation activation) {
    return new ConvolutionLayer.Builder(kernel, kernel).nOut(maps).activation(activation);
  }

  /** Made anew for each network, which sets its input channels. */
  static ConvolutionLayer relu() {
    return conv(8, 3, Activation.RELU).build();
  }

  static SubsamplingLayer.Builder pool(PoolingType type, int kernel, int stride) {
    return new SubsamplingLayer.Builder(type).kernelSize(kernel, kernel).stride(stride, stride);
  }

  static Stream<Arguments> catalog() {
    return NetworkCatalog.names().stream().map(name -> Arguments.of(name, SMALL, catalog(name)));
  }

  /** Whether a rounding may decide on which side of ReLU's kink a value lies. */
  static boolean hasKinksAtTheMean(ComputationGraphConfiguration network) {
    String json = network.toJson();
    return json.contains("BatchNormalization") && json.contains("ActivationReLU");
  }

  /** The same network with tanh in the place of ReLU. */
  static ComputationGraphConfiguration smooth(ComputationGraphConfiguration given) {
    return ComputationGraphConfiguration.fromJson(
        given.toJson().replace("ActivationReLU", "ActivationTanH"));
  }

  static ComputationGraphConfiguration withoutDropout(ComputationGraphConfiguration given) {
    ComputationGraphConfiguration network = given.clone();
    network
        .getVertices()
        .values()
        .forEach(
            vertex -> {
              if (vertex instanceof LayerVertex layer) {
                // DL4J restores its default from JSON where there is none.
                layer.getLayerConf().getLayer().setIDropout(new Dropout(1));
              }
            });
    return network;
  }

  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of("residual blocks", GREY, residual(true)),
        Arguments.of("variances as they are", GREY, residual(false)),
        Arguments.of("inception block", COLOUR, inception()),
        Arguments.of(
            "batch normalisation",
            COLOUR,
            stack(
                COLOUR,
                conv(6, 3, Activation.IDENTITY).hasBias(false).build(),
                new BatchNormalization.Builder().build(),
                new ActivationLayer(Activation.TANH),
                pool(PoolingType.AVG, 2, 2).build(),
                conv(300, 1, Activation.IDENTITY).hasBias(false).build(),
                new BatchNormalization.Builder().decay(0.7).eps(1e-3).build(),
                new ActivationLayer(Activation.TANH))),
        Arguments.of(
            "average pooling",
            GREY,
            stack(
                GREY,
                relu(),
                pool(PoolingType.AVG, 2, 2).build(),
                conv(6, 3, Activation.RELU).build())),
        Arguments.of(
            "same padding",
            GREY,
            stack(
                GREY,
                conv(8, 3, Activation.RELU).convolutionMode(ConvolutionMode.Same).build(),
                pool(PoolingType.AVG, 3, 2).convolutionMode(ConvolutionMode.Same).build(),
                conv(6, 5, Activation.RELU).convolutionMode(ConvolutionMode.Same).build(),
                pool(PoolingType.MAX, 3, 2).convolutionMode(ConvolutionMode.Same).build())),
        Arguments.of(
            "explicit padding",
            GREY,
            stack(
                GREY,
                conv(8, 3, Activation.RELU).padding(1, 1).build(),
                pool(PoolingType.MAX, 3, 2).padding(1, 1).build(),
                conv(6, 5, Activation.RELU).padding(2, 2).build())),
        Arguments.of(
            "stride 2",
            GREY,
            stack(
                GREY,
                conv(8, 5, Activation.RELU).stride(2, 2).build(),
                conv(6, 3, Activation.RELU).stride(2, 2).build())),
        Arguments.of(
            "patches of an image with padding, stride and dilation",
            COLOUR,
            stack(
                COLOUR,
                conv(17, 3, Activation.RELU).padding(2, 1).stride(1, 2).dilation(2, 1).build(),
                pool(PoolingType.MAX, 2, 2).build(),
                relu())),
        Arguments.of(
            "patches without bias",
            GREY,
            stack(
                GREY,
                conv(16, 3, Activation.TANH)
                    .convolutionMode(ConvolutionMode.Same)
                    .hasBias(false)
                    .build(),
                pool(PoolingType.MAX, 2, 2).build(),
                relu())),
        Arguments.of(
            "three channels",
            COLOUR,
            stack(
                COLOUR,
                relu(),
                pool(PoolingType.MAX, 2, 2).build(),
                conv(6, 3, Activation.IDENTITY).build())),
        Arguments.of(
            "overlapping pooling", GREY, stack(GREY, relu(), pool(PoolingType.MAX, 3, 2).build())),
        Arguments.of(
            "dropout layer",
            GREY,
            stack(
                GREY,
                relu(),
                pool(PoolingType.MAX, 2, 2).build(),
                new DropoutLayer.Builder(0.5).build(),
                conv(6, 3, Activation.RELU).build())),
        Arguments.of(
            "dropout in a convolution",
            GREY,
            stack(GREY, relu(), conv(6, 3, Activation.RELU).dropOut(0.7).build())),
        Arguments.of(
            "tanh between",
            GREY,
            stack(
                GREY,
                relu(),
                conv(6, 3, Activation.TANH).build(),
                pool(PoolingType.MAX, 2, 2).build(),
                conv(6, 3, Activation.TANH).build(),
                conv(6, 3, Activation.RELU).build())));
  }

  /** A block with an identity shortcut, and one with a convolution as its shortcut. */
  static ComputationGraphConfiguration residual(boolean useLogStd) {
    var graph = base().graphBuilder().addInputs("input");
    graph.setInputTypes(InputType.convolutional(GREY.height(), GREY.width(), GREY.channels()));
    normalized(graph, "stem", "input", 8, 3, 1, useLogStd);
    graph.addLayer("relu", new ActivationLayer(Activation.RELU), "stem");
    normalized(graph, "a", "relu", 8, 3, 1, useLogStd);
    graph.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "relu");
    graph.addLayer("relu2", new ActivationLayer(Activation.RELU), "sum");
    normalized(graph, "b", "relu2", 12, 3, 2, useLogStd);
    normalized(graph, "shortcut", "relu2", 12, 1, 2, useLogStd);
    graph.addVertex("sum2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b", "shortcut");
    graph.addLayer("relu3", new ActivationLayer(Activation.RELU), "sum2");
    graph.addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), "relu3");
    return output(graph, "mean");
  }

  static void normalized(
      GraphBuilder graph,
      String name,
      String input,
      int maps,
      int kernel,
      int stride,
      boolean useLogStd) {
    graph.addLayer(
        name + " convolution",
        conv(maps, kernel, Activation.IDENTITY)
            .stride(stride, stride)
            .convolutionMode(kernel == 1 ? ConvolutionMode.Truncate : ConvolutionMode.Same)
            .hasBias(false)
            .build(),
        input);
    graph.addLayer(
        name, new BatchNormalization.Builder().useLogStd(useLogStd).build(), name + " convolution");
  }

  static ComputationGraphConfiguration inception() {
    var graph = base().graphBuilder().addInputs("input");
    graph.setInputTypes(
        InputType.convolutional(COLOUR.height(), COLOUR.width(), COLOUR.channels()));
    graph.addLayer("stem", relu(), "input");
    graph.addLayer("1", conv(5, 1, Activation.RELU).build(), "stem");
    graph.addLayer(
        "2", conv(7, 3, Activation.RELU).convolutionMode(ConvolutionMode.Same).build(), "stem");
    graph.addLayer(
        "3", pool(PoolingType.MAX, 3, 1).convolutionMode(ConvolutionMode.Same).build(), "stem");
    graph.addVertex("merge", new MergeVertex(), "1", "2", "3");
    graph.addLayer("after", relu(), "merge");
    return output(graph, "after");
  }

  static ComputationGraphConfiguration output(GraphBuilder graph, String last) {
    return graph
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            last)
        .setOutputs("output")
        .build();
  }

  static ComputationGraph graph(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new ComputationGraph(configuration.clone());
    graph.init();
    return graph;
  }

  static INDArray images(int n, ImageShape shape, long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[n * shape.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.max(0, random.nextInt(400) - 144) / 255f;
    }
    return Nd4j.create(
        pixels, new long[] {n, shape.channels(), shape.height(), shape.width()}, 'c');
  }

  static INDArray labels(int n, long seed) {
    Random random = new Random(seed);
    INDArray labels = Nd4j.zeros(n, CLASSES);
    for (int i = 0; i < n; i++) {
      labels.putScalar(i, random.nextInt(CLASSES), 1);
    }
    return labels;
  }
}
