package org.convspark.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.convspark.training.replicas.WorkerTime;

/**
 * The sums over the rounds of an epoch so far.
 *
 * @param epoch number of the epoch, from 1
 * @param minibatches minibatches trained by all workers together
 * @param rounds rounds of averaging completed
 * @param examples examples trained
 * @param weight sum of those examples' weights
 * @param lossSum sum of the losses of those examples, each times its weight, in nats
 * @param correct how many of those examples were classified rightly
 * @param learningRate learning rate of the last minibatch
 * @param workers time that each worker spent in its network
 * @param broadcastNanos time that the driver spent sending the state, in nanoseconds
 * @param aggregateNanos time that the driver spent averaging, in nanoseconds
 * @param nanos wall-clock time of the rounds, in nanoseconds
 */
public record EpochAccumulator(
    int epoch,
    long minibatches,
    int rounds,
    long examples,
    Double weight,
    double lossSum,
    long correct,
    double learningRate,
    List<WorkerTime> workers,
    long broadcastNanos,
    long aggregateNanos,
    long nanos) {

  public EpochAccumulator {
    // A checkpoint of an earlier version has neither.
    weight = weight == null ? (Double) (double) examples : weight;
    workers = workers == null ? List.of() : List.copyOf(workers);
  }

  /**
   * Returns the sums before the first round of an epoch.
   *
   * @param epoch number of the epoch, from 1
   */
  static EpochAccumulator start(int epoch) {
    return new EpochAccumulator(epoch, 0, 0, 0, 0.0, 0, 0, 0, List.of(), 0, 0, 0);
  }

  /**
   * Returns whether they can be what training has summed up; those of a file that somebody edited
   * need not.
   */
  @JsonIgnore
  public boolean isPossible() {
    return Stream.of(minibatches, (long) rounds, examples, broadcastNanos, aggregateNanos, nanos)
            .allMatch(value -> value >= 0)
        && correct >= 0
        && correct <= examples
        && (rounds == 0) == (examples == 0)
        && DoubleStream.of(weight, lossSum, learningRate).allMatch(Double::isFinite)
        && weight >= 0
        && workers.stream()
            .allMatch(time -> time != null && time.examples() >= 0 && time.nanos() >= 0);
  }

  /**
   * Returns these sums with one more round added.
   *
   * @param round the sum of all workers' results
   * @param minibatchesInRound minibatches of all workers together
   * @param rate learning rate of the round's last minibatch
   * @param broadcast nanoseconds that the driver took to send the state
   * @param averaging nanoseconds that the driver took to average
   * @param total wall-clock nanoseconds of the round
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
        weight + round.weight(),
        lossSum + round.lossSum(),
        correct + round.correct(),
        rate,
        WorkerTime.sum(Stream.of(workers, round.times())),
        broadcastNanos + broadcast,
        aggregateNanos + averaging,
        nanos + total);
  }

  /**
   * Returns the mean loss of the examples so far, by their weights, in nats; 0 if none counts yet.
   */
  public double loss() {
    return weight == 0 ? 0 : lossSum / weight;
  }

  /** Returns the share of the examples so far that were classified rightly, 0 to 1. */
  public double accuracy() {
    return (double) correct / examples;
  }

  /**
   * Returns the numbers of the completed epoch.
   *
   * @param slots how many tasks ran at once
   * @param validation the epoch's score; empty if there are no validation examples
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
