package org.convspark.network.catalog;

import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkBuilder;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * The convnet without pooling, to show what pooling is worth: 712,202 parameters on MNIST. See F.
 * Chollet, Deep Learning with Python, 2nd ed., listing 8.5.
 */
final class ConvnetNoPool implements Architecture {
  @Override
  public String name() {
    return "convnet-no-pool";
  }

  @Override
  public String description() {
    return "the convnet without pooling, what pooling is worth: 712,202 parameters on MNIST";
  }

  @Override
  public int smallestSide() {
    return 7;
  }

  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    return NetworkBuilder.of(this, shape, classes, base)
        .conv2d(32, 3)
        .conv2d(64, 3)
        .conv2d(128, 3)
        .softmax(classes);
  }
}
