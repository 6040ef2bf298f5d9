package org.convspark.bench;

import org.convspark.training.EpochResult;
import org.convspark.training.TrainingObserver;
import org.convspark.training.TrainingState;

/** Adds up what training took, epoch by epoch. */
final class Throughput implements TrainingObserver {
  private double examples;
  private double seconds;
  private double trainSeconds;

  @Override
  public void epochCompleted(EpochResult result, TrainingState next) {
    examples += result.examples();
    seconds += result.seconds();
    trainSeconds += result.workerSeconds().stream().mapToDouble(Double::doubleValue).sum();
  }

  double imagesPerSecond() {
    return examples / seconds;
  }

  /** Wall-clock seconds. */
  double seconds() {
    return seconds;
  }

  /** Seconds that workers spent in their networks, summed over the workers. */
  double trainSeconds() {
    return trainSeconds;
  }
}
