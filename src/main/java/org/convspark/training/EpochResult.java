package org.convspark.training;

import java.util.List;
import org.convspark.training.replicas.WorkerTime;

/**
 * An epoch, done or as far as it is.
 *
 * @param epoch from 1
 * @param minibatches trained, over all workers
 * @param rounds of averaging
 * @param examples trained
 * @param loss mean training loss over all of them, each before its own update
 * @param accuracy share of them classified rightly, 0 to 1, each before its own update
 * @param learningRate in the last minibatch
 * @param seconds wall-clock time of training
 * @param times where it went
 * @param workers what each trained, by number
 */
public record EpochResult(
    int epoch,
    long minibatches,
    int rounds,
    long examples,
    double loss,
    double accuracy,
    double learningRate,
    double seconds,
    Times times,
    List<WorkerTime> workers) {

  /**
   * Where an epoch's time went, in seconds.
   *
   * @param train that workers spent in their networks, summed over the workers
   * @param broadcast that the driver spent in sending the state
   * @param aggregate that the driver spent in averaging
   */
  public record Times(double train, double broadcast, double aggregate) {
    /** The sum of both. */
    public Times plus(Times other) {
      return new Times(
          train + other.train, broadcast + other.broadcast, aggregate + other.aggregate);
    }
  }

  public double imagesPerSecond() {
    return examples / seconds;
  }
}
