package org.convspark.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bytedeco.javacpp.Pointer;
import org.convspark.data.ImageShape;
import org.convspark.network.NetworkCatalog;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The rewritten network against DL4J's own of the same parameters. */
final class ChannelsLastTest {
  private static final int CLASSES = 10;
  private static final ImageShape GREY = new ImageShape(28, 28, 1);
  private static final ImageShape COLOUR = new ImageShape(20, 24, 3);

  /** A bias's gradient is the sum of up to 90,000 floats, and each side adds in its own order. */
  private static final double ROUNDING = 3e-5;

  /**
   * Batch normalisation's forward pass has such sums, too, and centres values around ReLU's kink,
   * where a rounding decides whether a gradient passes: DL4J's own gradients in float and in double
   * differ by up to 1 % of the largest. (Without a kink {@link #ROUNDING} holds.)
   */
  private static final double ROUNDING_AT_KINKS = 0.02;

  @BeforeEach
  void accelerate() {
    Acceleration.apply(true);
  }

  /**
   * Biases that aren't zero, or a wrong bias would pass. Zeros in the images, or ties in pooling
   * would.
   */
  private static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .updater(new RmsProp(0.001, 0.9, 1e-7))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .biasInit(0.05);
  }

  private static ComputationGraphConfiguration catalog(String name) {
    return NetworkCatalog.find(name, new Configuration(false)).configure(GREY, CLASSES, base());
  }

  /** The layers one after the other, and softmax. */
  private static ComputationGraphConfiguration stack(ImageShape shape, Layer... layers) {
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

  private static ConvolutionLayer.Builder conv(int maps, int kernel, Activation activation) {
    return new ConvolutionLayer.Builder(kernel, kernel).nOut(maps).activation(activation);
  }

  /** Made anew for each network, which sets its input channels. */
  private static ConvolutionLayer relu() {
    return conv(8, 3, Activation.RELU).build();
  }

  private static SubsamplingLayer.Builder pool(PoolingType type, int kernel, int stride) {
    return new SubsamplingLayer.Builder(type).kernelSize(kernel, kernel).stride(stride, stride);
  }

  private static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("convnet", GREY, catalog("convnet")),
        Arguments.of("lenet-5", GREY, catalog("lenet-5")),
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
  private static ComputationGraphConfiguration residual(boolean useLogStd) {
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

  private static void normalized(
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

  private static ComputationGraphConfiguration inception() {
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

  private static ComputationGraphConfiguration output(GraphBuilder graph, String last) {
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

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void itComputesWhatTheOriginalDoes(
      String name, ImageShape shape, ComputationGraphConfiguration configuration) {
    ComputationGraph original = graph(configuration);
    ComputationGraph rewritten = graph(ChannelsLast.rewrite(configuration));
    assertThat(rewritten.params()).as("initial parameters").isEqualTo(original.params());
    assertThat(rewritten.paramTable().keySet())
        .containsExactlyElementsOf(original.paramTable().keySet());

    boolean normalized =
        original.paramTable().keySet().stream().anyMatch(parameter -> parameter.endsWith("_gamma"));
    boolean kinks = configuration.toJson().contains("ActivationReLU");
    double rounding = normalized && kinks ? ROUNDING_AT_KINKS : ROUNDING;
    // The mean of centred values is near zero, and its rounding is not.
    double smallest = normalized ? 0.05 : 1e-3;

    // Sizes change between minibatches, as a short last one does.
    for (int n : new int[] {1, 128, 5, 128}) {
      INDArray images = images(n, shape, n);
      INDArray labels = labels(n, n);
      assertThat(difference(rewritten.outputSingle(images), original.outputSingle(images)))
          .as("outputs of %d", n)
          .isLessThan(1e-6);
      double score = gradients(original, images, labels);
      assertThat(gradients(rewritten, images, labels)).isCloseTo(score, within(1e-5 * score));
      for (var gradient : original.gradient().gradientForVariable().entrySet()) {
        INDArray expected = gradient.getValue();
        INDArray found = rewritten.gradient().getGradientFor(gradient.getKey());
        assertThat(found.shape()).isEqualTo(expected.shape());
        assertThat(difference(found, expected))
            .as("gradient of %s, minibatch of %d", gradient.getKey(), n)
            .isLessThan(rounding * Math.max(smallest, expected.amaxNumber().doubleValue()));
      }
    }
  }

  private static ComputationGraph graph(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new ComputationGraph(configuration.clone());
    graph.init();
    return graph;
  }

  private static double gradients(ComputationGraph graph, INDArray images, INDArray labels) {
    Nd4j.getRandom().setSeed(11);
    graph.setInputs(images);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    return graph.score();
  }

  private static double difference(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }

  private static INDArray images(int n, ImageShape shape, long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[n * shape.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.max(0, random.nextInt(400) - 144) / 255f;
    }
    return Nd4j.create(
        pixels, new long[] {n, shape.channels(), shape.height(), shape.width()}, 'c');
  }

  private static INDArray labels(int n, long seed) {
    Random random = new Random(seed);
    INDArray labels = Nd4j.zeros(n, CLASSES);
    for (int i = 0; i < n; i++) {
      labels.putScalar(i, random.nextInt(CLASSES), 1);
    }
    return labels;
  }

  @Test
  void convolutionsAndPoolingsAreReplaced() {
    ComputationGraphConfiguration rewritten = ChannelsLast.rewrite(catalog("convnet"));

    assertThat(rewritten.getVertices().values())
        .filteredOn(LayerVertex.class::isInstance)
        .extracting(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer())
        .filteredOn(
            layer ->
                layer instanceof ChannelsLastConvolution || layer instanceof ChannelsLastPooling)
        .hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet-20", "vgg-11", "googlenet"})
  void nothingBetweenTheConvolutionsIsLeftToDl4j(String network) {
    ComputationGraphConfiguration rewritten = ChannelsLast.rewrite(catalog(network));

    assertThat(rewritten.getVertices().values())
        .filteredOn(vertex -> !(vertex instanceof LayerVertex))
        .allMatch(v -> v instanceof ChannelsLastAdd || v instanceof ChannelsLastMerge);
    assertThat(rewritten.getVertices().values())
        .filteredOn(LayerVertex.class::isInstance)
        .extracting(vertex -> (Object) ((LayerVertex) vertex).getLayerConf().getLayer().getClass())
        .doesNotContain(
            ConvolutionLayer.class,
            SubsamplingLayer.class,
            BatchNormalization.class,
            ActivationLayer.class);
  }

  @Test
  void anActivationOtherThanReluStays() {
    ComputationGraphConfiguration rewritten =
        ChannelsLast.rewrite(stack(GREY, conv(4, 3, Activation.TANH).build()));

    assertThat(((LayerVertex) rewritten.getVertices().get("layer0")).getLayerConf().getLayer())
        .isExactlyInstanceOf(ConvolutionLayer.class);
  }

  @Test
  void theOriginalStaysAsItWas() {
    ComputationGraphConfiguration original = catalog("convnet");
    String before = original.toJson();

    ChannelsLast.rewrite(original);

    assertThat(original.toJson()).isEqualTo(before);
  }

  private static Stream<ComputationGraphConfiguration> trained() {
    return Stream.of(catalog("convnet"), residual(true), residual(false));
  }

  @ParameterizedTest
  @MethodSource("trained")
  void trainingEndsWhereTheOriginalsDoes(ComputationGraphConfiguration configuration) {
    ComputationGraph original = graph(configuration);
    ComputationGraph rewritten = graph(ChannelsLast.rewrite(configuration));
    for (int step = 0; step < 3; step++) {
      INDArray[] images = {images(32, GREY, step)};
      INDArray[] labels = {labels(32, step)};
      original.fit(images, labels);
      rewritten.fit(images, labels);
    }

    // RMSprop divides by the gradient's size, so that rounding is amplified where it is tiny.
    assertThat(difference(rewritten.params(), original.params())).isLessThan(1e-3);
    assertThat(rewritten.params().distance2(original.params()))
        .isLessThan(1e-3 * original.params().norm2Number().doubleValue());
  }

  @Test
  void memoryStaysFlat() {
    ComputationGraph graph = graph(ChannelsLast.rewrite(catalog("convnet")));
    INDArray[][] minibatches = new INDArray[2][];
    minibatches[0] = new INDArray[] {images(32, GREY, 1), labels(32, 1)};
    minibatches[1] = new INDArray[] {images(7, GREY, 2), labels(7, 2)};
    train(graph, minibatches, 20);
    long before = Pointer.physicalBytes();
    train(graph, minibatches, 100);

    // The activations of one minibatch are some 4 MB: had every step kept them, this were 400 MB.
    assertThat(Pointer.physicalBytes() - before).isLessThan(100L << 20);
  }

  private static void train(ComputationGraph graph, INDArray[][] minibatches, int steps) {
    for (int step = 0; step < steps; step++) {
      INDArray[] minibatch = minibatches[step % 5 == 4 ? 1 : 0];
      graph.fit(new INDArray[] {minibatch[0]}, new INDArray[] {minibatch[1]});
    }
  }
}
