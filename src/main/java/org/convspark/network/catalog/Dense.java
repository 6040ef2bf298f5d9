package org.convspark.network.catalog;

import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkBuilder;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/** The lecture's network without convolutions, to compare with: 407,050 parameters on MNIST. */
final class Dense implements Architecture {
  @Override
  public String name() {
    return "dense";
  }

  @Override
  public String description() {
    return "one hidden layer of 512 units, no convolution: 407,050 parameters on MNIST";
  }

  @Override
  public int smallestSide() {
    return 1;
  }

  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    return NetworkBuilder.of(this, shape, classes, base).dense(512).softmax(classes);
  }
}
