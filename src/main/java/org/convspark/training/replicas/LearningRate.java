package org.convspark.training.replicas;

import java.io.Serializable;
import org.convspark.config.training.ScheduleConfig;

/**
 * The learning rate of every minibatch. It depends on nothing but how far the training is, so that
 * a task run again, or a run resumed, uses the same.
 *
 * @param config shape of the schedule and its constants
 * @param epochs epochs of the whole training
 * @param minibatchesPerEpoch minibatches that the worker with the largest shard trains in an epoch
 */
public record LearningRate(ScheduleConfig config, int epochs, int minibatchesPerEpoch)
    implements Serializable {

  /**
   * Returns the learning rate of a minibatch.
   *
   * @param epoch number of the epoch, from 0
   * @param minibatch number of the minibatch within the epoch, from 0
   */
  public double at(int epoch, int minibatch) {
    double elapsed = epoch + (double) minibatch / minibatchesPerEpoch;
    double progress = elapsed / epochs;
    double warmUp = config.schedule() == ScheduleConfig.Schedule.CONSTANT ? 0 : config.warmUp();
    if (progress < warmUp) {
      double risen = progress / warmUp;
      return config.peak() * (config.start() + (1 - config.start()) * risen);
    }
    double falling = (progress - warmUp) / (1 - warmUp);
    return config.peak()
        * switch (config.schedule()) {
          case CONSTANT -> 1;
          case STEP ->
              StrictMath.pow(config.stepFactor(), Math.floor(elapsed / config.stepEpochs()));
          case EXPONENTIAL -> StrictMath.pow(config.decay(), elapsed);
          case COSINE, ONE_CYCLE -> (1 + StrictMath.cos(Math.PI * falling)) / 2;
        };
  }
}
