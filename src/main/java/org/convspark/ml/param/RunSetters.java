package org.convspark.ml.param;

/**
 * Setters of {@link RunParams}, each of which returns the estimator.
 *
 * @param <T> the estimator
 */
public interface RunSetters<T> extends RunParams, ReturnsItself<T> {
  /** Sets {@link #runDir}. */
  default T setRunDir(String value) {
    return with(runDir(), value);
  }

  /** Sets {@link #overwrite}. */
  default T setOverwrite(boolean value) {
    return with(overwrite(), value);
  }

  /** Sets {@link #tensorboard}. */
  default T setTensorboard(boolean value) {
    return with(tensorboard(), value);
  }

  /** Sets {@link #resume}. */
  default T setResume(String value) {
    return with(resume(), value);
  }

  /** Sets {@link #testSplit}. */
  default T setTestSplit(double value) {
    return with(testSplit(), value);
  }

  /** Sets {@link #checkpointEpochs}. */
  default T setCheckpointEpochs(int value) {
    return with(checkpointEpochs(), value);
  }

  /** Sets {@link #checkpointMinutes}. */
  default T setCheckpointMinutes(int value) {
    return with(checkpointMinutes(), value);
  }

  /** Sets {@link #keepCheckpoints}. */
  default T setKeepCheckpoints(int value) {
    return with(keepCheckpoints(), value);
  }
}
