package org.convspark.network.catalog;

import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkBuilder;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * The lecture's convnet: 104,202 parameters on MNIST. See F. Chollet, Deep Learning with Python,
 * 2nd ed., listing 8.1.
 */
final class Convnet implements Architecture {
  @Override
  public String name() {
    return "convnet";
  }

  @Override
  public String description() {
    return "the lecture's convnet, three convolutions and two poolings: 104,202 parameters on MNIST";
  }

  @Override
  public int smallestSide() {
    return 18;
  }

  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    return NetworkBuilder.of(this, shape, classes, base)
        .conv2d(32, 3)
        .maxPooling2d(2)
        .conv2d(64, 3)
        .maxPooling2d(2)
        .conv2d(128, 3)
        .softmax(classes);
  }
}
