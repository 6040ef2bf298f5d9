package org.convspark.ml.param;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/**
 * What a training leaves in a run directory, and how it goes on from one: params of estimator and
 * model.
 */
public interface RunParams extends HasSettings {
  /** Run directory that the fit writes, as the command train does: any Hadoop path. */
  default Param<String> runDir() {
    return settings().text("runDir");
  }

  default String getRunDir() {
    return getOrDefault(runDir());
  }

  /** Replace an existing result, once the new one is complete. */
  default BooleanParam overwrite() {
    return settings().flag("overwrite");
  }

  default boolean getOverwrite() {
    return (boolean) getOrDefault(overwrite());
  }

  /**
   * Also write the scalars of every epoch for TensorBoard, in tensorboard/ of the run directory.
   */
  default BooleanParam tensorboard() {
    return settings().flag("tensorboard");
  }

  default boolean getTensorboard() {
    return (boolean) getOrDefault(tensorboard());
  }

  /**
   * Go on with the unfinished run of --out from its newest whole checkpoint. auto, for schedulers
   * that repeat a command, starts it where there is none and ends at once, well, where it is
   * finished.
   */
  default Param<String> resume() {
    return settings().text("resume");
  }

  default String getResume() {
    return getOrDefault(resume());
  }

  /** Share of each class that is kept from the training as test images, 0 to below 1. */
  default DoubleParam testSplit() {
    return settings().number("testSplit");
  }

  default double getTestSplit() {
    return (double) getOrDefault(testSplit());
  }

  /** Epochs between checkpoints; 0 is none. */
  default IntParam checkpointEpochs() {
    return settings().whole("checkpointEpochs");
  }

  default int getCheckpointEpochs() {
    return (int) getOrDefault(checkpointEpochs());
  }

  /** Minutes between checkpoints within an epoch; 0 is none. */
  default IntParam checkpointMinutes() {
    return settings().whole("checkpointMinutes");
  }

  default int getCheckpointMinutes() {
    return (int) getOrDefault(checkpointMinutes());
  }

  /** How many of the newest checkpoints are kept beside the best. */
  default IntParam keepCheckpoints() {
    return settings().whole("keepCheckpoints");
  }

  default int getKeepCheckpoints() {
    return (int) getOrDefault(keepCheckpoints());
  }
}
