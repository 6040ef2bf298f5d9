package org.convspark.doctor;

import java.util.Random;
import org.convspark.engine.Shape;
import org.convspark.engine.TrainingNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Checks whether this processor's kernels of oneDNN and OpenBLAS compute what they should: the
 * gradient of a small network as it is trained, against DL4J's layers in double precision, which
 * take other kernels of OpenBLAS and none of oneDNN.
 */
final class GradientCheck {
  private static final int BATCH = 5;

  private GradientCheck() {}

  /**
   * Computes the gradient both ways.
   *
   * @param accelerated whether training is to use oneDNN
   * @return the length of the difference over the gradient's own; about 1e-6 where all is well
   */
  static double relativeError(boolean accelerated) {
    ComputationGraph graph = new ComputationGraph(ProbeNetwork.configuration());
    graph.init();
    ComputationGraph reference = graph.convertDataType(DataType.DOUBLE);
    Random random = new Random(1);
    float[] pixels = new float[BATCH * ProbeNetwork.SIDE * ProbeNetwork.SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    float[] targets = new float[BATCH * ProbeNetwork.CLASSES];
    for (int i = 0; i < BATCH; i++) {
      targets[i * ProbeNetwork.CLASSES + i] = 1;
    }
    INDArray expected = gradient(reference, pixels, targets);
    INDArray found = accelerated ? compiled(graph, pixels, targets) : null;
    if (found == null) {
      found = gradient(graph, pixels, targets);
    }
    return found.castTo(DataType.DOUBLE).sub(expected).norm2Number().doubleValue()
        / expected.norm2Number().doubleValue();
  }

  private static INDArray gradient(ComputationGraph graph, float[] pixels, float[] targets) {
    DataType type = graph.params().dataType();
    graph.setInputs(
        Nd4j.createFromArray(pixels)
            .reshape(BATCH, 1, ProbeNetwork.SIDE, ProbeNetwork.SIDE)
            .castTo(type));
    graph.setLabels(
        Nd4j.createFromArray(targets).reshape(BATCH, ProbeNetwork.CLASSES).castTo(type));
    graph.computeGradientAndScore();
    return graph.getFlattenedGradients();
  }

  /** {@code null} where the engine doesn't run on this platform. */
  private static INDArray compiled(ComputationGraph graph, float[] pixels, float[] targets) {
    Shape shape = new Shape(1, ProbeNetwork.SIDE, ProbeNetwork.SIDE);
    if (TrainingNetwork.unsupported(graph.getConfiguration(), shape).isPresent()) {
      return null;
    }
    graph.initGradientsView();
    INDArray gradients = graph.getFlattenedGradients();
    try (TrainingNetwork network =
        new TrainingNetwork(graph.getConfiguration(), shape, BATCH, graph.params(), gradients)) {
      network.backpropagate(pixels, targets, BATCH);
    }
    return gradients;
  }
}
