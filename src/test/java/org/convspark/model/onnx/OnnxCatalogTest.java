package org.convspark.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.model.ModelOrigin;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every network of the catalog computes the same in ONNX Runtime as in DL4J. */
class OnnxCatalogTest {
  private static final ImageShape MNIST = new ImageShape(28, 28, 1);
  private static final ImageShape COLOUR = new ImageShape(33, 26, 3);
  private static final float TOLERANCE = 1e-5f;

  static java.util.stream.Stream<String> networks() {
    return NetworkCatalog.names().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void givesTheSameProbabilitiesAsDl4j(String name) throws Exception {
    ComputationGraph network = RandomNetworks.of(name, MNIST, 10);
    OnnxModel model =
        OnnxModel.of(
            name,
            network,
            new ModelOrigin(
                Optional.of(name),
                Optional.empty(),
                Optional.of(new ModelInput(MNIST, List.of(), Preprocessing.plain(Colour.GREY))),
                Optional.empty()));
    try (OnnxSession session = new OnnxSession(model.toBytes())) {
      assertThat(session.input().getShape()).containsExactly(-1, 1, 28, 28);
      assertThat(session.output().getShape()).containsExactly(-1, 10);
      for (int n : new int[] {1000, 1, 7}) {
        assertSame(network, session, RandomNetworks.images(n, MNIST));
      }
    }
  }

  /** Odd and even sides make 'same' padding differ between top and bottom, left and right. */
  @ParameterizedTest
  @MethodSource("networks")
  void knowsNoImageSizeAndStillComputesTheSame(String name) throws Exception {
    ComputationGraph network = RandomNetworks.of(name, COLOUR, 7);
    byte[] file = OnnxModel.of(name, network, ModelOrigin.UNKNOWN).toBytes();
    try (OnnxSession session = new OnnxSession(file)) {
      assertThat(session.output().getShape()).containsExactly(-1, 7);
      assertSame(network, session, RandomNetworks.images(20, COLOUR));
    }
  }

  private static void assertSame(ComputationGraph network, OnnxSession session, INDArray images)
      throws Exception {
    INDArray expected = network.outputSingle(images);
    float[][] actual = session.probabilities(images);
    assertThat(actual).hasNumberOfRows((int) images.size(0));
    float worst = 0;
    for (int i = 0; i < actual.length; i++) {
      for (int c = 0; c < actual[i].length; c++) {
        worst = Math.max(worst, Math.abs(actual[i][c] - expected.getFloat(i, c)));
      }
    }
    // What tells images apart is far above the tolerance.
    assertThat(actual.length == 1 ? 1 : expected.std(0).meanNumber().floatValue())
        .isGreaterThan(100 * TOLERANCE);
    assertThat(worst).isCloseTo(0, within(TOLERANCE));
  }
}
