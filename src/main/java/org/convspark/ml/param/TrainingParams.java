package org.convspark.ml.param;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/** How a network is trained: params of estimator and model. */
public interface TrainingParams extends HasSettings {
  /**
   * Network by name: dense, convnet, convnet-no-pool, lenet-1, lenet-5, alexnet, vgg-11, vgg-13,
   * vgg-16, vgg-19, googlenet, resnet-18, resnet-34, resnet-20, resnet-32, resnet-44 or resnet-56;
   * or file:PATH of a DL4J ComputationGraphConfiguration in JSON.
   */
  default Param<String> network() {
    return settings().text("network");
  }

  default String getNetwork() {
    return getOrDefault(network());
  }

  /** Passes over the training data. */
  default IntParam epochs() {
    return settings().whole("epochs");
  }

  default int getEpochs() {
    return (int) getOrDefault(epochs());
  }

  /** Shards that train side by side, one task each; auto is the number of task slots. */
  default IntParam workers() {
    return settings().whole("workers");
  }

  default int getWorkers() {
    return (int) getOrDefault(workers());
  }

  /** Examples in a worker's minibatch; auto follows from the workers, see src/docs/training.md. */
  default IntParam batchSize() {
    return settings().whole("batchSize");
  }

  default int getBatchSize() {
    return (int) getOrDefault(batchSize());
  }

  /** Minibatches that each worker trains between two averagings; auto follows from the workers. */
  default IntParam averagingFrequency() {
    return settings().whole("averagingFrequency");
  }

  default int getAveragingFrequency() {
    return (int) getOrDefault(averagingFrequency());
  }

  /** Seed of weights, shuffling, sharding, dropout and augmentation, and of synthetic digits. */
  default LongParam seed() {
    return settings().wide("seed");
  }

  default long getSeed() {
    return (long) getOrDefault(seed());
  }

  /** Share of each class that is set aside for validation, 0 to below 1. */
  default DoubleParam validationSplit() {
    return settings().number("validationSplit");
  }

  default double getValidationSplit() {
    return (double) getOrDefault(validationSplit());
  }

  /**
   * How much the training examples of each class count in the loss, beside weights of their own:
   * none, balanced (the rarer a class is, the more, so that all classes count the same), or a
   * number for each, as "1,2,0.5".
   */
  default Param<String> classWeights() {
    return settings().text("classWeights");
  }

  default String getClassWeights() {
    return getOrDefault(classWeights());
  }

  /** Distort every training image anew in every epoch, as the augmentation settings say. */
  default BooleanParam augment() {
    return settings().flag("augment");
  }

  default boolean getAugment() {
    return (boolean) getOrDefault(augment());
  }

  /**
   * What early stopping watches: none, val_loss or val_accuracy; the best epoch's model is saved.
   */
  default Param<String> monitor() {
    return settings().text("monitor");
  }

  default String getMonitor() {
    return getOrDefault(monitor());
  }

  /** Epochs without improvement after which training stops. */
  default IntParam patience() {
    return settings().whole("patience");
  }

  default int getPatience() {
    return (int) getOrDefault(patience());
  }

  /** Stop once val_accuracy reaches this; 0 is never. */
  default DoubleParam targetAccuracy() {
    return settings().number("targetAccuracy");
  }

  default double getTargetAccuracy() {
    return (double) getOrDefault(targetAccuracy());
  }

  /** Stop after the round in which training has taken this many minutes; 0 is never. */
  default DoubleParam maxMinutes() {
    return settings().number("maxMinutes");
  }

  default double getMaxMinutes() {
    return (double) getOrDefault(maxMinutes());
  }

  /** L2 penalty on weights, added to the loss. */
  default DoubleParam l2() {
    return settings().number("l2");
  }

  default double getL2() {
    return (double) getOrDefault(l2());
  }

  /** Share of the classifier's inputs that are dropped while training, 0 to below 1. */
  default DoubleParam dropout() {
    return settings().number("dropout");
  }

  default double getDropout() {
    return (double) getOrDefault(dropout());
  }

  /** Share of each label that is spread over all classes, 0 to below 1. */
  default DoubleParam labelSmoothing() {
    return settings().number("labelSmoothing");
  }

  default double getLabelSmoothing() {
    return (double) getOrDefault(labelSmoothing());
  }
}
