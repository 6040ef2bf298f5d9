package org.convspark.doctor;

import org.convspark.engine.Shape;
import org.convspark.engine.TrainingNetwork;
import org.convspark.engine.natives.Acceleration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a small convolutional network on noise, to see how fast this JVM does it. */
final class StepTiming {
  private static final int BATCH = 128;
  private static final int WARM_UP = 3;
  private static final int STEPS = 8;

  private StepTiming() {}

  /**
   * Returns how many images one thread trains in a second: the lecture's two convolutions, batches
   * of 128.
   *
   * @param accelerated whether to use oneDNN
   */
  static double imagesPerSecond(boolean accelerated) {
    Acceleration.threads(1);
    ComputationGraph graph = new ComputationGraph(ProbeNetwork.configuration());
    graph.init();
    INDArray images = Nd4j.rand(BATCH, 1, ProbeNetwork.SIDE, ProbeNetwork.SIDE);
    INDArray labels = Nd4j.zeros(BATCH, ProbeNetwork.CLASSES);
    labels.getColumn(0).assign(1);
    Shape shape = new Shape(1, ProbeNetwork.SIDE, ProbeNetwork.SIDE);
    if (!accelerated || TrainingNetwork.unsupported(graph.getConfiguration(), shape).isPresent()) {
      return timed(() -> graph.fit(new INDArray[] {images}, new INDArray[] {labels}));
    }
    graph.initGradientsView();
    float[] pixels = images.data().asFloat();
    float[] targets = labels.data().asFloat();
    try (TrainingNetwork compiled =
        new TrainingNetwork(
            graph.getConfiguration(),
            shape,
            BATCH,
            graph.params(),
            graph.getFlattenedGradients())) {
      return timed(() -> compiled.backpropagate(pixels, targets, BATCH));
    }
  }

  private static double timed(Runnable step) {
    run(step, WARM_UP);
    long began = System.nanoTime();
    run(step, STEPS);
    return STEPS * BATCH / ((System.nanoTime() - began) / 1e9);
  }

  private static void run(Runnable step, int times) {
    for (int i = 0; i < times; i++) {
      step.run();
    }
  }
}
