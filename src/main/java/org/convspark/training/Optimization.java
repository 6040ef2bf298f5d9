package org.convspark.training;

import org.convspark.config.TrainingConfig;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.learning.config.RmsProp;

/** What a network's configuration holds of training: seed, optimizer, initial weights. */
public final class Optimization {
  /** Keras's RMSprop. */
  private static final double RHO = 0.9;

  private static final double EPSILON = 1e-7;

  private Optimization() {}

  /**
   * @return a builder to which an architecture adds its layers
   */
  public static NeuralNetConfiguration.Builder of(TrainingConfig config) {
    return new NeuralNetConfiguration.Builder()
        .seed(config.seed())
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .updater(new RmsProp(config.learningRate(), RHO, EPSILON));
  }
}
