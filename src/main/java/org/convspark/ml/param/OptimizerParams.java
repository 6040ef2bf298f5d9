package org.convspark.ml.param;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/** The optimizer and how its learning rate moves: params of estimator and model. */
public interface OptimizerParams extends HasSettings {
  /** Sgd, momentum, nesterov, rmsprop, adam, or adamw (adam with decoupled weight decay). */
  default Param<String> optimizer() {
    return settings().text("optimizer");
  }

  default String getOptimizer() {
    return getOrDefault(optimizer());
  }

  /** Learning rate, the schedule's peak; auto follows from the workers and the optimizer. */
  default DoubleParam learningRate() {
    return settings().number("learningRate");
  }

  default double getLearningRate() {
    return (double) getOrDefault(learningRate());
  }

  /** Decay of rmsprop's mean of squared gradients. */
  default DoubleParam rho() {
    return settings().number("rho");
  }

  default double getRho() {
    return (double) getOrDefault(rho());
  }

  /** Added to the root of squared gradients, in rmsprop, adam and adamw. */
  default DoubleParam epsilon() {
    return settings().number("epsilon");
  }

  default double getEpsilon() {
    return (double) getOrDefault(epsilon());
  }

  /** Decay of the velocity, in momentum and nesterov. */
  default DoubleParam momentum() {
    return settings().number("momentum");
  }

  default double getMomentum() {
    return (double) getOrDefault(momentum());
  }

  /** Decay of the mean of gradients, in adam and adamw. */
  default DoubleParam beta1() {
    return settings().number("beta1");
  }

  default double getBeta1() {
    return (double) getOrDefault(beta1());
  }

  /** Decay of the mean of squared gradients, in adam and adamw. */
  default DoubleParam beta2() {
    return settings().number("beta2");
  }

  default double getBeta2() {
    return (double) getOrDefault(beta2());
  }

  /** Share of each weight that adamw takes off at learning rate 1. */
  default DoubleParam weightDecay() {
    return settings().number("weightDecay");
  }

  default double getWeightDecay() {
    return (double) getOrDefault(weightDecay());
  }

  /** How the learning rate moves: constant, step, exponential, cosine or one-cycle. */
  default Param<String> schedule() {
    return settings().text("schedule");
  }

  default String getSchedule() {
    return getOrDefault(schedule());
  }

  /** Share of the training over which the rate rises: to the peak, linearly. */
  default DoubleParam warmUp() {
    return settings().number("warmUp");
  }

  default double getWarmUp() {
    return (double) getOrDefault(warmUp());
  }

  /** Rate at the start of the rise, as a share of the peak. */
  default DoubleParam start() {
    return settings().number("start");
  }

  default double getStart() {
    return (double) getOrDefault(start());
  }

  /** Step: the rate is multiplied by this ... */
  default DoubleParam stepFactor() {
    return settings().number("stepFactor");
  }

  default double getStepFactor() {
    return (double) getOrDefault(stepFactor());
  }

  /** ... every so many epochs. */
  default IntParam stepEpochs() {
    return settings().whole("stepEpochs");
  }

  default int getStepEpochs() {
    return (int) getOrDefault(stepEpochs());
  }

  /** Exponential: the rate is multiplied by this in each epoch, smoothly. */
  default DoubleParam decay() {
    return settings().number("decay");
  }

  default double getDecay() {
    return (double) getOrDefault(decay());
  }
}
