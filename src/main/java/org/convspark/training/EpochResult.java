package org.convspark.training;

/**
 * An epoch that is done.
 *
 * @param epoch from 1
 * @param minibatches trained, over all workers
 * @param rounds of averaging
 * @param examples trained
 * @param loss mean training loss over all of them, each before its own update
 * @param accuracy share of them classified rightly, 0 to 1, each before its own update
 * @param learningRate in the last round
 * @param seconds wall-clock time of training
 * @param trainSeconds time that workers spent in their networks, summed over the workers
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
    double trainSeconds) {

  public double imagesPerSecond() {
    return examples / seconds;
  }
}
