package org.convspark.training;

import java.util.List;
import java.util.stream.Stream;
import org.convspark.training.replicas.WorkerTime;

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
 * @param workers time that each worker spent in its network
 * @param broadcastNanos time that the driver spent in sending the state
 * @param aggregateNanos time that the driver spent in averaging
 * @param nanos wall-clock time
 */
public record EpochAccumulator(
    int epoch,
    long minibatches,
    int rounds,
    long examples,
    double lossSum,
    long correct,
    double learningRate,
    List<WorkerTime> workers,
    long broadcastNanos,
    long aggregateNanos,
    long nanos) {

  public EpochAccumulator {
    // A checkpoint of an earlier version has none.
    workers = workers == null ? List.of() : List.copyOf(workers);
  }

  /**
   * @param epoch from 1
   */
  static EpochAccumulator start(int epoch) {
    return new EpochAccumulator(epoch, 0, 0, 0, 0, 0, 0, List.of(), 0, 0, 0);
  }

  /**
   * The tally with one more round.
   *
   * @param minibatchesInRound over all workers
   * @param times of the round
   */
  EpochAccumulator plus(PartialSum round, long minibatchesInRound, double rate, RoundTimes times) {
    return new EpochAccumulator(
        epoch,
        minibatches + minibatchesInRound,
        rounds + 1,
        examples + round.examples(),
        lossSum + round.lossSum(),
        correct + round.correct(),
        rate,
        WorkerTime.sum(Stream.of(workers, round.times())),
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
        new EpochResult.Times(
            workers.stream().mapToDouble(WorkerTime::seconds).sum(),
            broadcastNanos / 1e9,
            aggregateNanos / 1e9),
        workers);
  }
}
