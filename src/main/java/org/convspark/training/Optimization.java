package org.convspark.training;

import org.convspark.config.training.OptimizerConfig;
import org.convspark.config.training.TrainingConfig;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Puts the settings of training into a network's configuration: seed, optimizer, initial weights,
 * penalties and dropout.
 */
public final class Optimization {
  private Optimization() {}

  /** Returns a builder with the settings of training, to which an architecture adds its layers. */
  public static NeuralNetConfiguration.Builder of(TrainingConfig config) {
    OptimizerConfig optimizer = config.optimizer();
    NeuralNetConfiguration.Builder builder =
        new NeuralNetConfiguration.Builder()
            .seed(config.seed())
            .weightInit(WeightInit.XAVIER_UNIFORM)
            .updater(updater(optimizer, config.schedule().peak()));
    if (config.regularization().l2() > 0) {
      builder.l2(config.regularization().l2());
    }
    if (optimizer.optimizer() == OptimizerConfig.Optimizer.ADAMW && optimizer.weightDecay() > 0) {
      builder.weightDecay(optimizer.weightDecay(), true);
    }
    return builder;
  }

  private static IUpdater updater(OptimizerConfig config, double learningRate) {
    return switch (config.optimizer()) {
      case SGD -> new Sgd(learningRate);
      // Replicas put ClassicMomentum in the place of the first.
      case MOMENTUM, NESTEROV -> new Nesterovs(learningRate, config.momentum());
      case RMSPROP -> new RmsProp(learningRate, config.rho(), config.epsilon());
      case ADAM, ADAMW -> new Adam(learningRate, config.beta1(), config.beta2(), config.epsilon());
    };
  }

  /**
   * Adds dropout to the inputs of every output layer if the configuration asks for it.
   *
   * @return {@code network} itself, changed in place
   */
  public static ComputationGraphConfiguration regularized(
      ComputationGraphConfiguration network, TrainingConfig config) {
    double dropout = config.regularization().dropout();
    if (dropout > 0) {
      for (String output : network.getNetworkOutputs()) {
        ((LayerVertex) network.getVertices().get(output))
            .getLayerConf()
            .getLayer()
            .setIDropout(new Dropout(1 - dropout)); // DL4J counts what is kept
      }
    }
    return network;
  }
}
