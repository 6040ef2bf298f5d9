package org.convspark.network.catalog;

import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkBuilder;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * The first convolutional network for digits: 3,246 parameters on MNIST. See Y. LeCun et al., <a
 * href="https://doi.org/10.1162/neco.1989.1.4.541">Backpropagation Applied to Handwritten Zip Code
 * Recognition</a>, 1989, in the form for 28x28 images that the LeNet-5 paper calls LeNet-1. Every
 * map of the second convolution sees all maps of the first; ReLU stands for tanh.
 */
final class LeNet1 implements Architecture {
  @Override
  public String name() {
    return "lenet-1";
  }

  @Override
  public String description() {
    return "LeCun et al. 1989: 4 and 12 maps of 5x5, average pooling: 3,246 parameters on MNIST";
  }

  @Override
  public int smallestSide() {
    return 16;
  }

  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    return NetworkBuilder.of(this, shape, classes, base)
        .conv2d(4, 5)
        .averagePooling2d(2)
        .conv2d(12, 5)
        .averagePooling2d(2)
        .softmax(classes);
  }
}
