package org.convspark.network;

import org.apache.hadoop.conf.Configuration;
import org.convspark.data.ImageShape;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.network.summary.NetworkSummary;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.learning.config.RmsProp;

/** Networks for tests, with the lecture's settings. */
public final class Networks {
  public static final ImageShape MNIST = new ImageShape(28, 28, 1);

  public static final Configuration HADOOP = new Configuration(false);

  private Networks() {}

  public static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(new RmsProp(0.001, 0.9, 1e-7))
        .weightInit(WeightInit.XAVIER_UNIFORM);
  }

  public static ComputationGraphConfiguration configure(
      String name, ImageShape shape, int classes) {
    return NetworkCatalog.find(name, HADOOP).configure(shape, classes, base());
  }

  public static NetworkSummary summary(String name, ImageShape shape, int classes) {
    return NetworkSummary.of(name, configure(name, shape, classes), shape);
  }
}
