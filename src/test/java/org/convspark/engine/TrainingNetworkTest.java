package org.convspark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.convspark.data.ImageShape;
import org.convspark.engine.memory.RandomBits;
import org.convspark.engine.natives.Acceleration;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The gradients of a network against DL4J's own of the same parameters. */
@Tag("numerical")
final class TrainingNetworkTest {
  private static final int MINIBATCH = 9;

  /** Of a gradient's length, by which ours may be off: sums of floats are off by 1e-6. */
  private static final double TOLERANCE = 1e-4;

  /**
   * Batch normalisation centres values around ReLU's kink, where a rounding decides whether single
   * gradients pass; of small networks they are up to 2 %. What is computed wrongly is off by its
   * own size.
   */
  private static final double TOLERANCE_WITH_KINKS = 0.1;

  /** Dozens of normalisations one after the other make of a rounding up to 3e-4. */
  private static final double TOLERANCE_OF_DEPTH = 1e-2;

  /** A mean of centred values has a gradient near zero, and its rounding isn't. */
  private static final double SMALLEST = 1e-2;

  @BeforeAll
  static void oneThread() {
    Acceleration.threads(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.convspark.engine.TestNetworks#layers")
  void gradientsAreThoseOfDl4jInDoublePrecision(
      String name, ImageShape shape, ComputationGraphConfiguration network) {
    assertGradients(
        network, shape, TestNetworks.hasKinksAtTheMean(network) ? TOLERANCE_WITH_KINKS : TOLERANCE);
  }

  /** In the deepest maps, of a few values, one that passes ReLU or doesn't is a large part. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("org.convspark.engine.TestNetworks#catalog")
  void gradientsOfTheCatalogAreThoseOfDl4jInDoublePrecision(
      String name, ImageShape shape, ComputationGraphConfiguration network) {
    assertGradients(
        TestNetworks.hasKinksAtTheMean(network) ? TestNetworks.smooth(network) : network,
        shape,
        TOLERANCE_OF_DEPTH);
  }

  private static void assertGradients(
      ComputationGraphConfiguration configuration, ImageShape shape, double tolerance) {
    ComputationGraphConfiguration network = TestNetworks.withoutDropout(configuration);
    ComputationGraph graph = TestNetworks.graph(network);
    ComputationGraph reference = graph.convertDataType(DataType.DOUBLE);
    graph.initGradientsView();
    INDArray found = graph.getFlattenedGradients();
    try (TrainingNetwork compiled =
        new TrainingNetwork(
            network,
            new Shape(shape.channels(), shape.height(), shape.width()),
            MINIBATCH,
            4,
            graph.params(),
            found)) {
      // Sizes change between minibatches, as a short last one does.
      for (int n : new int[] {1, MINIBATCH, 5, MINIBATCH}) {
        INDArray images = TestNetworks.images(n, shape, n);
        INDArray labels = TestNetworks.labels(n, n);
        compiled.backpropagate(images.data().asFloat(), labels.data().asFloat(), n);
        double score =
            gradients(reference, images.castTo(DataType.DOUBLE), labels.castTo(DataType.DOUBLE));
        assertThat(compiled.lossSum() / n).isCloseTo(score, within(tolerance * score));
        assertEqualByLayer(reference, found, n, tolerance);
      }
    }
  }

  /** Parameter by parameter, the length of the difference against the gradient's own. */
  private static void assertEqualByLayer(
      ComputationGraph reference, INDArray found, int n, double tolerance) {
    long at = 0;
    for (Layer layer : reference.getLayers()) {
      for (var parameter : layer.paramTable().entrySet()) {
        long length = parameter.getValue().length();
        INDArray expected =
            reference
                .getFlattenedGradients()
                .get(NDArrayIndex.point(0), NDArrayIndex.interval(at, at + length));
        INDArray ours =
            found
                .get(NDArrayIndex.point(0), NDArrayIndex.interval(at, at + length))
                .castTo(DataType.DOUBLE);
        double error = ours.sub(expected).norm2Number().doubleValue();
        double size = expected.norm2Number().doubleValue();
        assertThat(error)
            .as(
                "%s of %s, minibatch of %d",
                parameter.getKey(), layer.conf().getLayer().getLayerName(), n)
            .isLessThan(tolerance * Math.max(SMALLEST, size));
        at += length;
      }
    }
  }

  private static double gradients(ComputationGraph graph, INDArray images, INDArray labels) {
    Nd4j.getRandom().setSeed(11);
    graph.setInputs(images);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    return graph.score();
  }

  /** In slices of four, so that weights must go with their images. */
  @Test
  void weightsMultiplyTheGradientsOfTheirImages() {
    ComputationGraphConfiguration network =
        TestNetworks.stack(
            TestNetworks.GREY,
            TestNetworks.relu(),
            TestNetworks.conv(6, 3, Activation.TANH).build());
    ComputationGraph graph = TestNetworks.graph(network);
    ComputationGraph reference = graph.convertDataType(DataType.DOUBLE);
    graph.initGradientsView();
    float[] weights = {1, 0.5f, 0, 3, 1, 2, 0.25f, 1, 7};
    INDArray images = TestNetworks.images(MINIBATCH, TestNetworks.GREY, 1);
    INDArray labels = TestNetworks.labels(MINIBATCH, 1);
    double loss = 0;
    INDArray sum = null;
    for (int i = 0; i < MINIBATCH; i++) {
      loss +=
          weights[i]
              * gradients(
                  reference,
                  images.get(NDArrayIndex.interval(i, i + 1)).castTo(DataType.DOUBLE),
                  labels.get(NDArrayIndex.interval(i, i + 1)).castTo(DataType.DOUBLE));
      INDArray one = reference.getFlattenedGradients().mul(weights[i]);
      sum = sum == null ? one : sum.add(one);
    }
    try (TrainingNetwork compiled =
        new TrainingNetwork(
            network,
            new Shape(1, 28, 28),
            MINIBATCH,
            4,
            graph.params(),
            graph.getFlattenedGradients())) {
      compiled.backpropagate(images.data().asFloat(), labels.data().asFloat(), weights, MINIBATCH);

      assertThat(compiled.lossSum()).isCloseTo(loss, within(TOLERANCE * loss));
      INDArray found = graph.getFlattenedGradients().castTo(DataType.DOUBLE);
      assertThat(found.sub(sum).norm2Number().doubleValue())
          .isLessThan(TOLERANCE * sum.norm2Number().doubleValue());

      float[] ones = new float[MINIBATCH];
      Arrays.fill(ones, 1);
      compiled.backpropagate(images.data().asFloat(), labels.data().asFloat(), ones, MINIBATCH);
      float[] ofOnes = graph.getFlattenedGradients().dup().data().asFloat();
      compiled.backpropagate(images.data().asFloat(), labels.data().asFloat(), MINIBATCH);
      assertThat(graph.getFlattenedGradients().dup().data().asFloat())
          .isEqualTo(ofOnes)
          .isNotEqualTo(found.castTo(DataType.FLOAT).data().asFloat());
    }
  }

  @Test
  void theSameMinibatchGivesTheSameBits() {
    ComputationGraphConfiguration network = TestNetworks.residual(true);
    Shape shape =
        new Shape(
            TestNetworks.GREY.channels(), TestNetworks.GREY.height(), TestNetworks.GREY.width());
    ComputationGraph graph = TestNetworks.graph(network);
    graph.initGradientsView();
    float[] first = null;
    for (int i = 0; i < 30; i++) {
      try (TrainingNetwork compiled =
          new TrainingNetwork(
              network, shape, MINIBATCH, graph.params(), graph.getFlattenedGradients())) {
        for (int n : new int[] {5, MINIBATCH}) {
          float[] pixels = TestNetworks.images(n, TestNetworks.GREY, n).data().asFloat();
          compiled.backpropagate(pixels, TestNetworks.labels(n, n).data().asFloat(), n);
        }
        float[] gradient = graph.getFlattenedGradients().dup().data().asFloat();
        first = first == null ? gradient : first;
        assertThat(gradient).isEqualTo(first);
      }
    }
  }

  @Test
  void dropoutDropsItsShareAndKeepsTheMean() {
    ComputationGraphConfiguration network =
        TestNetworks.stack(
            TestNetworks.GREY,
            TestNetworks.relu(),
            TestNetworks.conv(6, 3, Activation.RELU).dropOut(0.7).build());
    Shape shape =
        new Shape(
            TestNetworks.GREY.channels(), TestNetworks.GREY.height(), TestNetworks.GREY.width());
    ComputationGraph graph = TestNetworks.graph(network);
    graph.initGradientsView();
    try (TrainingNetwork compiled =
        new TrainingNetwork(
            network, shape, MINIBATCH, graph.params(), graph.getFlattenedGradients())) {
      float[] pixels = TestNetworks.images(MINIBATCH, TestNetworks.GREY, 1).data().asFloat();
      float[] targets = TestNetworks.labels(MINIBATCH, 1).data().asFloat();
      double[] losses = new double[3];
      for (int i = 0; i < losses.length; i++) {
        compiled.seed(i % 2);
        compiled.backpropagate(pixels, targets, MINIBATCH);
        losses[i] = compiled.lossSum();
      }
      assertThat(losses[2]).isEqualTo(losses[0]).isNotEqualTo(losses[1]);
    }
    float[] mask = new float[100_000];
    new RandomBits().fill(mask, (int) Math.round(0.7 * (1L << 31)), 1 / 0.7f);
    double sum = 0;
    for (float value : mask) {
      sum += value;
    }
    assertThat(sum / mask.length).isCloseTo(1, within(0.02));
  }

  @Test
  void aLayerThatItDoesNotKnowIsNamed() {
    ComputationGraphConfiguration network =
        TestNetworks.stack(
            TestNetworks.GREY,
            TestNetworks.relu(),
            new LocalResponseNormalization.Builder().build(),
            TestNetworks.relu());

    assertThat(TrainingNetwork.unsupported(network, new Shape(1, 28, 28)))
        .hasValueSatisfying(why -> assertThat(why).contains("layer1", "LocalResponse"));
  }
}
