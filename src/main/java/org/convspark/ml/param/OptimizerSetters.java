package org.convspark.ml.param;

/**
 * Setters of {@link OptimizerParams}, each of which returns the estimator.
 *
 * @param <T> the estimator
 */
public interface OptimizerSetters<T> extends OptimizerParams, ReturnsItself<T> {
  /** Sets {@link #optimizer}. */
  default T setOptimizer(String value) {
    return with(optimizer(), value);
  }

  /** Sets {@link #learningRate}. */
  default T setLearningRate(double value) {
    return with(learningRate(), value);
  }

  /** Sets {@link #rho}. */
  default T setRho(double value) {
    return with(rho(), value);
  }

  /** Sets {@link #epsilon}. */
  default T setEpsilon(double value) {
    return with(epsilon(), value);
  }

  /** Sets {@link #momentum}. */
  default T setMomentum(double value) {
    return with(momentum(), value);
  }

  /** Sets {@link #beta1}. */
  default T setBeta1(double value) {
    return with(beta1(), value);
  }

  /** Sets {@link #beta2}. */
  default T setBeta2(double value) {
    return with(beta2(), value);
  }

  /** Sets {@link #weightDecay}. */
  default T setWeightDecay(double value) {
    return with(weightDecay(), value);
  }

  /** Sets {@link #schedule}. */
  default T setSchedule(String value) {
    return with(schedule(), value);
  }

  /** Sets {@link #warmUp}. */
  default T setWarmUp(double value) {
    return with(warmUp(), value);
  }

  /** Sets {@link #start}. */
  default T setStart(double value) {
    return with(start(), value);
  }

  /** Sets {@link #stepFactor}. */
  default T setStepFactor(double value) {
    return with(stepFactor(), value);
  }

  /** Sets {@link #stepEpochs}. */
  default T setStepEpochs(int value) {
    return with(stepEpochs(), value);
  }

  /** Sets {@link #decay}. */
  default T setDecay(double value) {
    return with(decay(), value);
  }
}
