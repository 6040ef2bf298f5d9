package org.convspark.training;

import java.util.List;
import java.util.Optional;
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
   * The epoch with one more round.
   *
   * @param minibatchesInRound over all workers
   * @param rate of the round's last minibatch
   * @param broadcast nanoseconds that the driver took to send the state
   * @param averaging nanoseconds that the driver took to average
   * @param total nanoseconds of the round
   */
  EpochAccumulator plus(
      PartialSum round,
      long minibatchesInRound,
      double rate,
      long broadcast,
      long averaging,
      long total) {
    return new EpochAccumulator(
        epoch,
        minibatches + minibatchesInRound,
        rounds + 1,
        examples + round.examples(),
        lossSum + round.lossSum(),
        correct + round.correct(),
        rate,
        WorkerTime.sum(Stream.of(workers, round.times())),
        broadcastNanos + broadcast,
        aggregateNanos + averaging,
        nanos + total);
  }

  /** Mean loss so far, in nats. */
  public double loss() {
    return lossSum / examples;
  }

  /** Share classified rightly so far, 0 to 1. */
  public double accuracy() {
    return (double) correct / examples;
  }

  /**
   * The epoch's numbers.
   *
   * @param slots tasks that ran at once
   */
  EpochResult result(int slots, Optional<Score> validation) {
    double seconds = nanos / 1e9;
    double compute = workers.stream().mapToDouble(WorkerTime::seconds).sum() / slots;
    double broadcast = broadcastNanos / 1e9;
    double averaging = aggregateNanos / 1e9;
    return new EpochResult(
        epoch,
        loss(),
        accuracy(),
        validation.map(Score::loss).orElse(null),
        validation.map(Score::accuracy).orElse(null),
        learningRate,
        seconds,
        examples,
        minibatches,
        rounds,
        compute,
        broadcast,
        averaging,
        Math.max(0, seconds - compute - broadcast - averaging),
        workers.stream().map(WorkerTime::examples).toList(),
        workers.stream().map(WorkerTime::seconds).toList());
  }
}
