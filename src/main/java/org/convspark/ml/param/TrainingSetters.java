package org.convspark.ml.param;

/**
 * Setters of {@link TrainingParams}, each of which returns the estimator.
 *
 * @param <T> the estimator
 */
public interface TrainingSetters<T> extends TrainingParams, ReturnsItself<T> {
  /** Sets {@link #network}: a name, {@code file:PATH}, or a network's text of several lines. */
  default T setNetwork(String value) {
    return with(network(), value);
  }

  /** Sets {@link #epochs}. */
  default T setEpochs(int value) {
    return with(epochs(), value);
  }

  /** Sets {@link #workers}. */
  default T setWorkers(int value) {
    return with(workers(), value);
  }

  /** Sets {@link #batchSize}. */
  default T setBatchSize(int value) {
    return with(batchSize(), value);
  }

  /** Sets {@link #averagingFrequency}. */
  default T setAveragingFrequency(int value) {
    return with(averagingFrequency(), value);
  }

  /** Sets {@link #seed}. */
  default T setSeed(long value) {
    return with(seed(), value);
  }

  /** Sets {@link #validationSplit}. */
  default T setValidationSplit(double value) {
    return with(validationSplit(), value);
  }

  /** Sets {@link #classWeights}. */
  default T setClassWeights(String value) {
    return with(classWeights(), value);
  }

  /** Sets {@link #augment}. */
  default T setAugment(boolean value) {
    return with(augment(), value);
  }

  /** Sets {@link #monitor}. */
  default T setMonitor(String value) {
    return with(monitor(), value);
  }

  /** Sets {@link #patience}. */
  default T setPatience(int value) {
    return with(patience(), value);
  }

  /** Sets {@link #targetAccuracy}. */
  default T setTargetAccuracy(double value) {
    return with(targetAccuracy(), value);
  }

  /** Sets {@link #maxMinutes}. */
  default T setMaxMinutes(double value) {
    return with(maxMinutes(), value);
  }

  /** Sets {@link #l2}. */
  default T setL2(double value) {
    return with(l2(), value);
  }

  /** Sets {@link #dropout}. */
  default T setDropout(double value) {
    return with(dropout(), value);
  }

  /** Sets {@link #labelSmoothing}. */
  default T setLabelSmoothing(double value) {
    return with(labelSmoothing(), value);
  }
}
