package org.convspark.accel;

import org.convspark.engine.Shape;
import org.convspark.engine.TrainingNetwork;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Trains a small convolutional network on noise, to see how fast this JVM does it. */
final class StepTiming {
  private static final int BATCH = 128;
  private static final int WARM_UP = 3;
  private static final int STEPS = 8;
  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  private StepTiming() {}

  /** Images trained in a second by one thread: the lecture's two convolutions, batches of 128. */
  static double imagesPerSecond(boolean accelerated) {
    Acceleration.threads(1);
    ComputationGraph graph = new ComputationGraph(network());
    graph.init();
    INDArray images = Nd4j.rand(BATCH, 1, SIDE, SIDE);
    INDArray labels = Nd4j.zeros(BATCH, CLASSES);
    labels.getColumn(0).assign(1);
    Shape shape = new Shape(1, SIDE, SIDE);
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

  private static ComputationGraphConfiguration network() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .graphBuilder()
        .addInputs("images")
        .setInputTypes(InputType.convolutional(SIDE, SIDE, 1))
        .addLayer("convolution1", convolution(32), "images")
        .addLayer("pooling1", pooling(), "convolution1")
        .addLayer("convolution2", convolution(64), "pooling1")
        .addLayer("pooling2", pooling(), "convolution2")
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            "pooling2")
        .setOutputs("output")
        .build();
  }

  private static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.RELU).build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }
}
