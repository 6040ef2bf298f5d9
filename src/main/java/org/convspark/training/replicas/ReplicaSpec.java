package org.convspark.training.replicas;

import java.io.Serializable;
import org.convspark.config.TrainingConfig;
import org.convspark.data.ImageShape;

/**
 * All that an executor needs to build a network and train it, sent once a run.
 *
 * @param run distinguishes runs that share an executor
 * @param network the ComputationGraphConfiguration as JSON
 * @param shape of the images
 * @param classes number of classes
 * @param config how to train
 * @param learningRate of every minibatch
 * @param accelerated whether oneDNN is to be used
 */
public record ReplicaSpec(
    String run,
    String network,
    ImageShape shape,
    int classes,
    TrainingConfig config,
    LearningRate learningRate,
    boolean accelerated)
    implements Serializable {

  /** The first minibatch of a round, counted from the start of the epoch. */
  public int firstMinibatch(RoundPlan plan) {
    return plan.round() * config.averagingFrequency();
  }
}
