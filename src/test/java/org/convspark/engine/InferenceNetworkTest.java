package org.convspark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.convspark.data.ImageShape;
import org.convspark.engine.natives.Acceleration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network makes of images at test time, against DL4J's own layers in double precision. */
@Tag("numerical")
final class InferenceNetworkTest {
  @BeforeAll
  static void oneThread() {
    Acceleration.threads(1);
  }

  /** Of the greatest value of a layer. Floats of hundreds of terms are off by 1e-6. */
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "org.convspark.engine.TestNetworks#layers",
    "org.convspark.engine.TestNetworks#catalog"
  })
  void valuesAreThoseOfDl4jInDoublePrecision(
      String name, ImageShape shape, ComputationGraphConfiguration network) {
    ComputationGraph graph = TestNetworks.graph(network);
    ComputationGraph reference = graph.convertDataType(DataType.DOUBLE);
    float[] parameters = graph.params().data().asFloat();
    Shape images = new Shape(shape.channels(), shape.height(), shape.width());
    int n = 5;
    INDArray pixels = TestNetworks.images(n, shape, 7);

    try (InferenceNetwork compiled = new InferenceNetwork(network, images, 3, parameters)) {
      INDArray expected = reference.outputSingle(pixels.castTo(DataType.DOUBLE));
      assertClose(
          name,
          compiled.probabilities(pixels.data().asFloat(), n),
          expected.dup('c').data().asDouble());
    }
    INDArray one = TestNetworks.images(1, shape, 3);
    Map<String, float[][][]> activations =
        InferenceNetwork.activations(network, images, parameters, one.data().asFloat());
    Map<String, INDArray> expected = reference.feedForward(one.castTo(DataType.DOUBLE), false);
    expected.keySet().removeAll(overwritten(network));
    expected.keySet().removeAll(network.getNetworkInputs());
    expected.keySet().removeAll(network.getNetworkOutputs());
    assertThat(activations.keySet()).containsAll(expected.keySet());
    expected.forEach(
        (layer, values) ->
            assertClose(layer, flat(activations.get(layer)), values.dup('c').data().asDouble()));
  }

  /** DL4J's activation layers work in place at test time, so what was before them is gone. */
  private static List<String> overwritten(ComputationGraphConfiguration network) {
    return network.getVertices().entrySet().stream()
        .filter(
            vertex ->
                vertex.getValue() instanceof LayerVertex layer
                    && layer.getLayerConf().getLayer() instanceof ActivationLayer)
        .flatMap(vertex -> network.getVertexInputs().get(vertex.getKey()).stream())
        .toList();
  }

  private static float[] flat(float[][][] maps) {
    float[] flat = new float[maps.length * maps[0].length * maps[0][0].length];
    int at = 0;
    for (float[][] map : maps) {
      for (float[] row : map) {
        System.arraycopy(row, 0, flat, at, row.length);
        at += row.length;
      }
    }
    return flat;
  }

  private static void assertClose(String what, float[] found, double[] expected) {
    assertThat(found).as(what).hasSameSizeAs(expected);
    double greatest = 0;
    double error = 0;
    for (int i = 0; i < found.length; i++) {
      greatest = Math.max(greatest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(found[i] - expected[i]));
    }
    assertThat(error).as(what).isLessThanOrEqualTo(TOLERANCE * greatest);
  }
}
