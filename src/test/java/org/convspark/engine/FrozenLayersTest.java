package org.convspark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.convspark.engine.natives.Acceleration;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** Layers whose learning rate is 0: what others learn through them, and that they learn nothing. */
@Tag("numerical")
final class FrozenLayersTest {
  private static final int IMAGES = 7;
  private static final int MAPS = 8;
  private static final double TOLERANCE = 1e-4;
  private static final Shape SHAPE = new Shape(1, 28, 28);

  @BeforeAll
  static void oneThread() {
    Acceleration.threads(1);
  }

  private static void freeze(ComputationGraphConfiguration network, String layer) {
    LayerVertex vertex = (LayerVertex) network.getVertices().get(layer);
    ((BaseLayer) vertex.getLayerConf().getLayer()).setIUpdater(new Sgd(0));
  }

  private static ComputationGraphConfiguration stack(
      org.deeplearning4j.nn.conf.layers.Layer middle) {
    return TestNetworks.stack(
        TestNetworks.GREY,
        TestNetworks.conv(MAPS, 3, Activation.TANH).build(),
        middle,
        new ActivationLayer(Activation.TANH),
        TestNetworks.conv(6, 3, Activation.TANH).build());
  }

  private static INDArray backpropagated(ComputationGraph graph) {
    graph.initGradientsView();
    INDArray found = graph.getFlattenedGradients();
    try (TrainingNetwork compiled =
        new TrainingNetwork(graph.getConfiguration(), SHAPE, IMAGES, 4, graph.params(), found)) {
      compiled.backpropagate(
          TestNetworks.images(IMAGES, TestNetworks.GREY, 1).data().asFloat(),
          TestNetworks.labels(IMAGES, 1).data().asFloat(),
          IMAGES);
    }
    return found;
  }

  private static INDArray of(Layer layer, ComputationGraph graph, INDArray all) {
    long at = 0;
    for (Layer each : graph.getLayers()) {
      if (each.conf().getLayer().getLayerName().equals(layer.conf().getLayer().getLayerName())) {
        break;
      }
      at += each.numParams();
    }
    return all.reshape(1, all.length())
        .get(NDArrayIndex.point(0), NDArrayIndex.interval(at, at + layer.numParams()))
        .castTo(DataType.DOUBLE);
  }

  /**
   * With its running statistics a normalisation is a 1x1 convolution of each map by itself, and
   * DL4J's gradient of that, in double precision, is what others must have.
   */
  @Test
  void gradientsPassAFrozenNormalizationByItsRunningStatistics() {
    ComputationGraphConfiguration network = stack(new BatchNormalization.Builder().build());
    freeze(network, "layer1");
    ComputationGraph graph = TestNetworks.graph(network);
    ComputationGraph reference =
        TestNetworks.graph(stack(TestNetworks.conv(MAPS, 1, Activation.IDENTITY).build()));
    Map<String, INDArray> running = graph.getLayer("layer1").paramTable();
    INDArray weights = Nd4j.zeros(MAPS, MAPS, 1, 1);
    INDArray biases = Nd4j.zeros(1, MAPS);
    for (int map = 0; map < MAPS; map++) {
      double gamma = 0.5 + 0.1 * map;
      double beta = 0.2 - 0.05 * map;
      double mean = 0.03 * map - 0.1;
      double deviation = 0.4 + 0.05 * map;
      running.get("gamma").putScalar(map, gamma);
      running.get("beta").putScalar(map, beta);
      running.get("mean").putScalar(map, mean);
      running.get("log10stdev").putScalar(map, Math.log10(deviation));
      double factor = gamma / Math.sqrt(deviation * deviation + 1e-5);
      weights.putScalar(new int[] {map, map, 0, 0}, factor);
      biases.putScalar(map, beta - factor * mean);
    }
    reference.getLayer("layer1").getParam("W").assign(weights);
    reference.getLayer("layer1").getParam("b").assign(biases);
    for (String layer : new String[] {"layer0", "layer3", "output"}) {
      reference.getLayer(layer).params().assign(graph.getLayer(layer).params());
    }
    ComputationGraph exact = reference.convertDataType(DataType.DOUBLE);
    exact.setInputs(TestNetworks.images(IMAGES, TestNetworks.GREY, 1).castTo(DataType.DOUBLE));
    exact.setLabels(TestNetworks.labels(IMAGES, 1).castTo(DataType.DOUBLE));
    exact.computeGradientAndScore();

    INDArray found = backpropagated(graph);

    for (String layer : new String[] {"layer0", "layer3", "output"}) {
      INDArray expected = of(exact.getLayer(layer), exact, exact.getFlattenedGradients());
      INDArray ours = of(graph.getLayer(layer), graph, found);
      assertThat(ours.sub(expected).norm2Number().doubleValue())
          .as(layer)
          .isLessThan(TOLERANCE * expected.norm2Number().doubleValue());
    }
    assertThat(of(graph.getLayer("layer1"), graph, found).amaxNumber().doubleValue()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"layer0", "layer3", "output"})
  void aFrozenLayerHasNoGradientAndOthersHaveTheSame(String frozen) {
    ComputationGraphConfiguration network = stack(new BatchNormalization.Builder().build());
    ComputationGraph free = TestNetworks.graph(network.clone());
    INDArray before = backpropagated(free);
    freeze(network, frozen);
    ComputationGraph graph = TestNetworks.graph(network);
    graph.params().assign(free.params());

    INDArray found = backpropagated(graph);

    for (Layer layer : graph.getLayers()) {
      String name = layer.conf().getLayer().getLayerName();
      if (layer.numParams() > 0) {
        INDArray expected = of(layer, free, before);
        INDArray ours = of(layer, graph, found);
        double scale = expected.norm2Number().doubleValue();
        double apart =
            name.equals(frozen)
                ? ours.norm2Number().doubleValue()
                : ours.sub(expected).norm2Number().doubleValue();
        assertThat(scale).as(name).isPositive();
        assertThat(apart).as(name).isLessThan(name.equals(frozen) ? 1e-30 : TOLERANCE * scale);
      }
    }
  }
}
