package org.convspark.training.replicas;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.Standardization;

/**
 * All that an executor needs to build a network and train it; sent once in a run.
 *
 * @param run unique name that distinguishes runs which share an executor
 * @param network the ComputationGraphConfiguration as JSON
 * @param shape shape of the images
 * @param standardization what is done to pixels / 255
 * @param classes number of classes
 * @param config settings of training
 * @param learningRate learning rate of every minibatch
 * @param accelerated whether oneDNN is to be used
 */
@DefaultSerializer(JavaSerializer.class) // Kryo by itself fails at its fields.
public record ReplicaSpec(
    String run,
    String network,
    ImageShape shape,
    Standardization standardization,
    int classes,
    TrainingConfig config,
    LearningRate learningRate,
    boolean accelerated)
    implements Serializable {

  /** Returns the number of a round's first minibatch, counted from 0 at the start of the epoch. */
  public int firstMinibatch(RoundPlan plan) {
    return plan.round() * config.averagingFrequency();
  }
}
