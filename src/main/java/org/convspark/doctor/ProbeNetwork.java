package org.convspark.doctor;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The small network that doctor trains: the lecture's two convolutions with pooling. */
final class ProbeNetwork {
  /** Rows and columns of an image of one channel. */
  static final int SIDE = 28;

  static final int CLASSES = 10;

  private ProbeNetwork() {}

  static ComputationGraphConfiguration configuration() {
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
