package org.convspark.training;

/** Adds up the rounds of one epoch. */
final class EpochTally {
  private final int epoch;
  private final double learningRate;
  private final long began = System.nanoTime();
  private long minibatches;
  private int rounds;
  private long examples;
  private double lossSum;
  private long correct;
  private long trainNanos;

  /**
   * @param epoch from 1
   */
  EpochTally(int epoch, double learningRate) {
    this.epoch = epoch;
    this.learningRate = learningRate;
  }

  void add(PartialSum round, long minibatchesInRound) {
    rounds++;
    minibatches += minibatchesInRound;
    examples += round.examples();
    lossSum += round.lossSum();
    correct += round.correct();
    trainNanos += round.trainNanos();
  }

  EpochResult result() {
    return new EpochResult(
        epoch,
        minibatches,
        rounds,
        examples,
        lossSum / examples,
        (double) correct / examples,
        learningRate,
        (System.nanoTime() - began) / 1e9,
        trainNanos / 1e9);
  }
}
