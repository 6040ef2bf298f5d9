package org.convspark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.convspark.config.UsageException;
import org.convspark.data.ImageShape;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.network.summary.NetworkSummary;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every network: shapes, parameters, the smallest images, and that it computes probabilities. */
class NetworksTest {
  private static final ImageShape COLOUR = new ImageShape(32, 32, 3);

  static Stream<Architecture> networks() {
    return NetworkCatalog.all().stream();
  }

  /**
   * Parameters at 28x28x1 and 10 classes, and at 32x32x3 and 7; the shape before the classifier.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dense           |   407050 |  1576967 | (None, 512)
          convnet         |   104202 |   107591 | (None, 1152)
          convnet-no-pool |   712202 |   698951 | (None, 61952)
          lenet-1         |     3246 |     3623 | (None, 192)
          lenet-5         |    61706 |    61751 | (None, 84)
          alexnet         |  1555898 |  1881703 | (None, 1024)
          vgg-11          |  1770842 |  1768055 | (None, 1024)
          vgg-13          |  1782554 |  1779767 | (None, 1024)
          vgg-16          |  2115610 |  2112823 | (None, 1024)
          vgg-19          |  2448666 |  2445879 | (None, 1024)
          googlenet       |   376838 |   376355 | (None, 256)
          resnet-18       |   703578 |   703479 | (None, 128)
          resnet-34       |  1338586 |  1338487 | (None, 128)
          resnet-20       |   273754 |   273847 | (None, 64)
          resnet-32       |   469082 |   469175 | (None, 64)
          resnet-44       |   664410 |   664503 | (None, 64)
          resnet-56       |   859738 |   859831 | (None, 64)
          """)
  void parametersAndShapes(String name, long onMnist, long onColour, String beforeClassifier) {
    NetworkSummary mnist = Networks.summary(name, Networks.MNIST, 10);
    assertThat(mnist.parameters()).isEqualTo(onMnist);
    assertThat(mnist.rows().get(0).outputShape()).isEqualTo("[(None, 28, 28, 1)]");
    int last = mnist.rows().size() - 1;
    assertThat(mnist.rows().get(last).outputShape()).isEqualTo("(None, 10)");
    assertThat(mnist.rows().get(last - 1).outputShape()).isEqualTo(beforeClassifier);

    NetworkSummary colour = Networks.summary(name, COLOUR, 7);
    assertThat(colour.parameters()).isEqualTo(onColour);
    assertThat(colour.rows().get(colour.rows().size() - 1).outputShape()).isEqualTo("(None, 7)");
  }

  @Test
  void theTableAboveHasEveryNetwork() {
    assertThat(NetworkCatalog.names()).hasSize(17);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onePassGivesProbabilities(Architecture network) {
    ComputationGraph graph = initialised(network, Networks.MNIST, 10);
    assertThat(graph.numParams())
        .isEqualTo(Networks.summary(network.name(), Networks.MNIST, 10).parameters());
    assertProbabilities(graph, Networks.MNIST, 10);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void takesImagesOfTheSmallestSideAndOfOtherShapes(Architecture network) {
    int side = network.smallestSide();
    ImageShape smallest = new ImageShape(side, side, 1);
    assertProbabilities(initialised(network, smallest, 2), smallest, 2);
    ImageShape oblong = new ImageShape(side + 8, side + 3, 2);
    assertProbabilities(initialised(network, oblong, 3), oblong, 3);
  }

  @ParameterizedTest
  @CsvSource({"convnet, 18", "convnet-no-pool, 7", "lenet-1, 16", "alexnet, 15"})
  void refusesSmallerImages(String name, int side) {
    assertThatThrownBy(() -> Networks.configure(name, new ImageShape(28, side - 1, 1), 10))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "network %s: images of 28x%d given, at least %dx%d expected"
                .formatted(name, side - 1, side, side));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void refusesASingleClass(Architecture network) {
    assertThatThrownBy(() -> network.configure(COLOUR, 1, Networks.base()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("1 classes given, at least 2 expected");
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theSeedDecidesTheParameters(Architecture network) {
    INDArray once = initialised(network, Networks.MNIST, 10).params();
    INDArray again = initialised(network, Networks.MNIST, 10).params();
    assertThat(again).isEqualTo(once);
    ComputationGraph other =
        new ComputationGraph(network.configure(Networks.MNIST, 10, Networks.base().seed(8)));
    other.init();
    assertThat(other.params()).isNotEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void survivesJson(Architecture network) {
    ComputationGraphConfiguration conf = network.configure(Networks.MNIST, 10, Networks.base());
    String json = conf.toJson();
    assertThat(ComputationGraphConfiguration.fromJson(json).toJson()).isEqualTo(json);
  }

  /** Keras: uniform up to sqrt(6 / (fan-in + fan-out)), a convolution's fans times its area. */
  @Test
  void startsFromGlorotUniformWeightsAndZeroBiases() {
    ComputationGraph graph =
        initialised(NetworkCatalog.find("convnet", Networks.HADOOP), Networks.MNIST, 10);
    double limit = Math.sqrt(6.0 / (32 * 9 + 64 * 9));
    INDArray weights = graph.getLayer("conv2d_1").getParam("W");
    assertThat(weights.amaxNumber().doubleValue()).isCloseTo(limit, within(limit / 100));
    assertThat(weights.stdNumber().doubleValue())
        .isCloseTo(limit / Math.sqrt(3), within(limit / 100));
    for (String layer : new String[] {"conv2d", "conv2d_1", "conv2d_2", "dense"}) {
      assertThat(graph.getLayer(layer).getParam("b").amaxNumber().doubleValue()).isZero();
    }
  }

  private static ComputationGraph initialised(Architecture network, ImageShape shape, int classes) {
    ComputationGraph graph =
        new ComputationGraph(network.configure(shape, classes, Networks.base()));
    graph.init();
    return graph;
  }

  private static void assertProbabilities(ComputationGraph graph, ImageShape shape, int classes) {
    int n = 3;
    INDArray images = Nd4j.rand(DataType.FLOAT, n, shape.channels(), shape.height(), shape.width());
    INDArray probabilities = graph.outputSingle(images);
    assertThat(probabilities.shape()).containsExactly(n, classes);
    assertThat(probabilities.minNumber().doubleValue()).isNotNegative();
    for (double sum : probabilities.sum(1).toDoubleVector()) {
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
  }
}
