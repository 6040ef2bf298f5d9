package org.convspark.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Fit;
import org.convspark.data.preprocessing.Manner;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.model.ModelOrigin;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

class OnnxModelTest {
  private static final ImageShape SHAPE = new ImageShape(11, 8, 2);

  static Stream<Layer> layers() {
    return Stream.of(
        pooling(PoolingType.AVG, ConvolutionMode.Same).build(),
        pooling(PoolingType.AVG, ConvolutionMode.Truncate).padding(1, 1).build(),
        pooling(PoolingType.MAX, ConvolutionMode.Same).build(),
        pooling(PoolingType.MAX, ConvolutionMode.Truncate).padding(1, 1).build(),
        convolution(ConvolutionMode.Same).stride(2, 1).build(),
        convolution(ConvolutionMode.Same).dilation(2, 2).build(),
        convolution(ConvolutionMode.Truncate).padding(2, 1).stride(2, 3).hasBias(false).build(),
        new FrozenLayerWithBackprop(convolution(ConvolutionMode.Truncate).build()),
        new ZeroPaddingLayer(1, 2, 3, 4),
        new LocalResponseNormalization.Builder().n(4).alpha(0.5).build(),
        new LocalResponseNormalization.Builder().n(3).k(1).alpha(0.5).beta(0.5).build(),
        new BatchNormalization.Builder().eps(0.1).useLogStd(false).build(),
        new BatchNormalization.Builder().lockGammaBeta(true).build(),
        new ActivationLayer(new ActivationELU(0.7)));
  }

  private static SubsamplingLayer.Builder pooling(PoolingType type, ConvolutionMode mode) {
    return new SubsamplingLayer.Builder(type).kernelSize(3, 2).stride(2, 2).convolutionMode(mode);
  }

  private static ConvolutionLayer.Builder convolution(ConvolutionMode mode) {
    return new ConvolutionLayer.Builder(4, 3)
        .nOut(5)
        .activation(Activation.TANH)
        .convolutionMode(mode);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layersOfUsersComputeTheSame(Layer layer) throws Exception {
    assertSame(network(layer));
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {
        "ELU",
        "HARDSIGMOID",
        "HARDTANH",
        "IDENTITY",
        "LEAKYRELU",
        "RELU",
        "RELU6",
        "SELU",
        "SIGMOID",
        "SOFTPLUS",
        "SOFTSIGN",
        "SWISH",
        "TANH"
      })
  void activationsComputeTheSame(Activation activation) throws Exception {
    assertSame(network(new DenseLayer.Builder().nOut(40).activation(activation).build()));
  }

  @ParameterizedTest
  @EnumSource(ElementWiseVertex.Op.class)
  void verticesComputeTheSame(ElementWiseVertex.Op operation) throws Exception {
    ComputationGraphConfiguration conf =
        RandomNetworks.base()
            .graphBuilder()
            .addInputs("pictures")
            .addLayer("one", convolution(ConvolutionMode.Same).build(), "pictures")
            .addLayer("two", convolution(ConvolutionMode.Same).build(), "pictures")
            .addVertex("both", new ElementWiseVertex(operation), "one", "two")
            .addLayer("pool", new GlobalPoolingLayer(PoolingType.MAX), "both")
            .addLayer("out", output(), "pool")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(11, 8, 2))
            .build();
    assertSame(RandomNetworks.of(conf, SHAPE));
  }

  static Stream<Layer> inexpressible() {
    return Stream.of(
        new Upsampling2D.Builder(2).build(),
        new BatchNormalization.Builder().lockGammaBeta(true).gamma(2).build(),
        pooling(PoolingType.PNORM, ConvolutionMode.Truncate).pnorm(2).build(),
        new ActivationLayer(new ActivationReLU(1.0, 0.5, 0.1)),
        new ActivationLayer(Activation.RATIONALTANH));
  }

  @ParameterizedTest
  @MethodSource("inexpressible")
  void refusesByNameAndTypeWhatItCannotExpress(Layer layer) {
    ComputationGraph network = new ComputationGraph(configuration(layer));
    network.init();
    assertThatThrownBy(() -> OnnxModel.of("model.zip", network, ModelOrigin.UNKNOWN))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "model.zip: found \"middle\", a " + layer.getClass().getSimpleName() + " ")
        .hasMessageContaining("expected");
  }

  @Test
  void refusesAVertexThatItCannotExpress() {
    ComputationGraphConfiguration conf =
        RandomNetworks.base()
            .graphBuilder()
            .addInputs("input")
            .addVertex("unit", new L2NormalizeVertex(), "input")
            .addLayer("out", output(), "unit")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(11, 8, 2))
            .build();
    ComputationGraph network = new ComputationGraph(conf);
    network.init();
    assertThatThrownBy(() -> OnnxModel.of("model.zip", network, ModelOrigin.UNKNOWN))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("\"unit\", a L2NormalizeVertex");
  }

  @Test
  void refusesAnOutputThatIsNoProbability() {
    OutputLayer sigmoid =
        new OutputLayer.Builder(new LossBinaryXENT())
            .nOut(3)
            .activation(Activation.SIGMOID)
            .build();
    ComputationGraph network =
        new ComputationGraph(configuration(convolution(ConvolutionMode.Same).build(), sigmoid));
    network.init();
    assertThatThrownBy(() -> OnnxModel.of("model.zip", network, ModelOrigin.UNKNOWN))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the output \"out\" without softmax");
  }

  @Test
  void saysWhereItComesFrom() throws Exception {
    ModelOrigin origin =
        new ModelOrigin(
            Optional.of("mine"),
            Optional.empty(),
            Optional.of(
                new ModelInput(
                    SHAPE,
                    List.of("cat", "dog", "cow"),
                    Preprocessing.plain(Colour.of(SHAPE.channels())))),
            Optional.of("abc"));
    OnnxModel model =
        OnnxModel.of("model.zip", network(convolution(ConvolutionMode.Same).build()), origin);
    try (OnnxSession session = new OnnxSession(model.toBytes())) {
      assertThat(session.metadata().getProducerName()).isEqualTo("ConvSpark");
      assertThat(session.metadata().getGraphName()).isEqualTo("mine");
      assertThat(session.metadata().getCustomMetadata())
          .containsEntry("classes", "3")
          .containsEntry("model_sha256", "abc")
          .containsEntry("preprocessing", "float32 [N, channels, height, width], pixel / 255");
    }
  }

  @Test
  void itsMetadataSayWhatItTakes() throws Exception {
    Preprocessing steps =
        new Preprocessing(
            false, Colour.GREY, Manner.MNIST_PICTURES, Fit.PAD, true, List.of(.5f), List.of(.25f));
    ModelInput input = new ModelInput(new ImageShape(11, 8, 1), List.of("cat", "dog", "ä"), steps);

    try (OnnxSession session = new OnnxSession(exported(input))) {
      assertThat(session.metadata().getCustomMetadata())
          .containsEntry("class_names", "[\"cat\",\"dog\",\"ä\"]")
          .containsEntry(
              "preprocessing",
              "float32 [N, channels, height, width], pixel / 255, less [0.5], over [0.25]")
          .containsEntry(
              "image_preprocessing",
              "{\"transpose\":false,\"colour\":\"grey\",\"manner\":\"mnist-pictures\","
                  + "\"fit\":\"pad\",\"invert\":true,\"mean\":[0.5],\"deviation\":[0.25]}");
    }
    // Names that an edited record has for another number of classes.
    ModelInput wrong = new ModelInput(input.shape(), List.of("cat"), steps);
    try (OnnxSession session = new OnnxSession(exported(wrong))) {
      assertThat(session.metadata().getCustomMetadata()).doesNotContainKey("class_names");
    }
  }

  private static byte[] exported(ModelInput input) {
    ModelOrigin origin =
        new ModelOrigin(
            Optional.of("mine"), Optional.empty(), Optional.of(input), Optional.empty());
    return OnnxModel.of("model.zip", network(convolution(ConvolutionMode.Same).build()), origin)
        .toBytes();
  }

  /** What onnx.checker demands, and that equal models are equal files. */
  @ParameterizedTest
  @MethodSource("catalog")
  void isAWellFormedGraph(String name) throws Exception {
    ImageShape shape = new ImageShape(28, 28, 1);
    ComputationGraph network =
        new ComputationGraph(
            NetworkCatalog.find(name, new org.apache.hadoop.conf.Configuration(false))
                .configure(shape, 10, RandomNetworks.base()));
    network.init();
    byte[] file = OnnxModel.of(name, network, ModelOrigin.UNKNOWN).toBytes();
    assertThat(OnnxModel.of(name, network, ModelOrigin.UNKNOWN).toBytes()).isEqualTo(file);
    ModelProto model = ModelProto.parseFrom(file);
    assertThat(model.getIrVersion()).isEqualTo(7);
    assertThat(model.getOpsetImportList()).hasSize(1);
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(OnnxModel.OPSET);
    GraphProto graph = model.getGraph();
    Set<String> known = new HashSet<>(Set.of(OnnxModel.INPUT));
    long parameters = 0;
    for (TensorProto tensor : graph.getInitializerList()) {
      assertThat(known.add(tensor.getName())).as(tensor.getName()).isTrue();
      long length =
          tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
      boolean sizes = tensor.getDataType() == TensorProto.DataType.INT64;
      assertThat((long) tensor.getRawData().size()).isEqualTo(length * (sizes ? 8 : 4));
      parameters += sizes ? 0 : length;
    }
    assertThat(parameters).isEqualTo(network.numParams());
    Set<String> nodes = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      assertThat(nodes.add(node.getName())).as(node.getName()).isTrue();
      assertThat(known).as(node.getName()).containsAll(node.getInputList());
      assertThat(known.addAll(node.getOutputList())).as(node.getName()).isTrue();
    }
    assertThat(known).contains(OnnxModel.OUTPUT);
  }

  static List<String> catalog() {
    return NetworkCatalog.names();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
  }

  private static ComputationGraph network(Layer layer) {
    return RandomNetworks.of(configuration(layer), SHAPE);
  }

  private static ComputationGraphConfiguration configuration(Layer layer) {
    return configuration(layer, output());
  }

  private static ComputationGraphConfiguration configuration(Layer layer, OutputLayer output) {
    return RandomNetworks.base()
        .graphBuilder()
        .addInputs("pictures")
        .addLayer("first", convolution(ConvolutionMode.Same).build(), "pictures")
        .addLayer("middle", layer, "first")
        .addLayer("out", output, "middle")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(SHAPE.height(), SHAPE.width(), SHAPE.channels()))
        .build();
  }

  private static void assertSame(ComputationGraph network) throws Exception {
    INDArray images = RandomNetworks.images(50, SHAPE);
    INDArray expected = network.outputSingle(images);
    byte[] file = OnnxModel.of("model.zip", network, ModelOrigin.UNKNOWN).toBytes();
    try (OnnxSession session = new OnnxSession(file)) {
      float[][] actual = session.probabilities(images);
      for (int i = 0; i < actual.length; i++) {
        for (int c = 0; c < actual[i].length; c++) {
          assertThat(actual[i][c]).isCloseTo(expected.getFloat(i, c), within(1e-5f));
        }
      }
    }
  }
}
