package org.convspark.bench;

import java.util.Optional;
import org.convspark.training.EpochResult;
import org.convspark.training.Score;
import org.convspark.training.TrainingListener;

/** Adds up what training took, epoch by epoch. */
final class Throughput implements TrainingListener {
  private double examples;
  private double seconds;
  private EpochResult.Times times = new EpochResult.Times(0, 0, 0);

  @Override
  public void epochCompleted(EpochResult result, Optional<Score> validation) {
    examples += result.examples();
    seconds += result.seconds();
    times = times.plus(result.times());
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
    return times.train();
  }
}
