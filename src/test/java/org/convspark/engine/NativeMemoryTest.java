package org.convspark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** A network's native memory is taken when it is made and given back when it is closed. */
final class NativeMemoryTest {
  private static final int MINIBATCH = 6;
  private static final Shape GREY = new Shape(1, 28, 28);

  /** What the allocator may keep, of the 400 MB that what is lost would come to. */
  private static final long KEPT = 64L << 20;

  private final ComputationGraphConfiguration configuration =
      TestNetworks.stack(
          TestNetworks.GREY,
          TestNetworks.conv(16, 3, Activation.RELU).stride(2, 2).build(),
          TestNetworks.conv(6, 3, Activation.TANH).dropOut(0.7).build());
  private final ComputationGraph graph = TestNetworks.graph(configuration);
  private final float[] pixels =
      TestNetworks.images(MINIBATCH, TestNetworks.GREY, 1).data().asFloat();
  private final float[] targets = TestNetworks.labels(MINIBATCH, 1).data().asFloat();

  private TrainingNetwork network() {
    graph.initGradientsView();
    return new TrainingNetwork(
        configuration, GREY, MINIBATCH, graph.params(), graph.getFlattenedGradients());
  }

  /** A handle that a step makes and leaves to the collector counts as one more. */
  private static long handles() {
    return Pointer.totalCount();
  }

  @Test
  void tenThousandStepsTakeNoMore() {
    try (TrainingNetwork network = network()) {
      step(network);
      network.backpropagate(pixels, targets, 1);
      long before = handles();
      long bytes = Pointer.physicalBytes();
      for (int i = 0; i < 10_000; i++) {
        step(network);
      }
      assertThat(handles()).isLessThanOrEqualTo(before);
      assertThat(Pointer.physicalBytes() - bytes).isLessThan(KEPT);
    }
  }

  private void step(TrainingNetwork network) {
    network.backpropagate(pixels, targets, MINIBATCH);
  }
}
