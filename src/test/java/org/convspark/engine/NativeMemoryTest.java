package org.convspark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.convspark.data.ImageShape;
import org.convspark.engine.natives.Acceleration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** A network's native memory is taken when it is made and given back when it is closed. */
final class NativeMemoryTest {
  private static final int MINIBATCH = 3;
  private static final ImageShape SMALL = new ImageShape(12, 12, 1);

  /** Of the process, by which it may grow: a tenth of a lost minibatch a step would be more. */
  private static final long NOISE = 16L << 20;

  private final ComputationGraphConfiguration configuration =
      TestNetworks.stack(
          SMALL,
          TestNetworks.conv(16, 3, Activation.RELU).stride(2, 2).build(),
          TestNetworks.conv(6, 3, Activation.TANH).dropOut(0.7).build());
  private final ComputationGraph graph = TestNetworks.graph(configuration);
  private final float[] pixels = TestNetworks.images(MINIBATCH, SMALL, 1).data().asFloat();
  private final float[] targets = TestNetworks.labels(MINIBATCH, 1).data().asFloat();

  @BeforeAll
  static void oneThread() {
    Acceleration.threads(1);
  }

  @BeforeEach
  void takeWhatDl4jTakes() {
    graph.initGradientsView();
  }

  private TrainingNetwork network() {
    return new TrainingNetwork(
        configuration,
        new Shape(SMALL.channels(), SMALL.height(), SMALL.width()),
        MINIBATCH,
        graph.params(),
        graph.getFlattenedGradients());
  }

  /** A whole minibatch and a short one. */
  private void steps(TrainingNetwork network) {
    network.backpropagate(pixels, targets, MINIBATCH);
    network.backpropagate(pixels, targets, 1);
  }

  @Test
  void tenThousandStepsTakeNothing() {
    try (TrainingNetwork network = network()) {
      steps(network);
      long handles = Pointer.totalCount();
      long bytes = Pointer.physicalBytes();
      for (int i = 0; i < 5_000; i++) {
        steps(network);
      }
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(handles);
      assertThat(Pointer.physicalBytes() - bytes).isLessThan(NOISE);
    }
  }

  @Test
  void closingGivesAllBack() {
    network().close();
    long before = Pointer.totalCount();
    for (int i = 0; i < 20; i++) {
      try (TrainingNetwork network = network()) {
        steps(network);
        assertThat(Pointer.totalCount()).isGreaterThan(before);
      }
    }
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }
}
