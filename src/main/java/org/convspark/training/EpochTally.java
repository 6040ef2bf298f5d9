package org.convspark.training;

/**
 * The rounds of an epoch, added up.
 *
 * @param epoch from 1
 * @param minibatches trained, over all workers
 * @param rounds of averaging
 * @param examples trained
 * @param lossSum over those examples
 * @param correct how many of them were classified rightly
 * @param learningRate in the last minibatch
 * @param trainNanos time that workers spent in their networks, summed over the workers
 * @param broadcastNanos time that the driver spent in sending the state
 * @param aggregateNanos time that the driver spent in averaging
 * @param nanos wall-clock time
 */
public record EpochTally(
    int epoch,
    long minibatches,
    int rounds,
    long examples,
    double lossSum,
    long correct,
    double learningRate,
    long trainNanos,
    long broadcastNanos,
    long aggregateNanos,
    long nanos) {

  /**
   * @param epoch from 1
   */
  static EpochTally start(int epoch) {
    return new EpochTally(epoch, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * The tally with one more round.
   *
   * @param minibatchesInRound over all workers
   * @param times of the round
   */
  EpochTally plus(PartialSum round, long minibatchesInRound, double rate, RoundTimes times) {
    return new EpochTally(
        epoch,
        minibatches + minibatchesInRound,
        rounds + 1,
        examples + round.examples(),
        lossSum + round.lossSum(),
        correct + round.correct(),
        rate,
        trainNanos + round.trainNanos(),
        broadcastNanos + times.broadcast(),
        aggregateNanos + times.aggregate(),
        nanos + times.total());
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
        nanos / 1e9,
        new EpochResult.Times(trainNanos / 1e9, broadcastNanos / 1e9, aggregateNanos / 1e9));
  }
}
