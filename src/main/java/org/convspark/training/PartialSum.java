package org.convspark.training;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.convspark.training.replicas.ModelState;
import org.convspark.training.replicas.RoundResult;
import org.convspark.training.replicas.WorkerTime;

/**
 * The sum over some workers' results of a round, each weighted by the examples it trained on: by
 * their number, or by the sum of their weights where they have some.
 *
 * <p>Sums are in double and in the order of the workers' numbers, never in the order of arrival, so
 * they are the same to the bit however tasks were scheduled or retried. (Sums in fixed point would
 * allow any order, but squared gradients of 1e-12 beside weights of 1 leave no common scale.)
 *
 * @param worker number of the first worker in it, by which sums are ordered
 * @param examples examples trained by these workers
 * @param weight sum of those examples' weights
 * @param lossSum sum of the losses of those examples, each times its weight, in nats
 * @param correct how many of those examples were classified rightly
 * @param parameters weighted sum of the parameters; empty if nobody trained
 * @param updater weighted sum of the updater states; empty if nobody trained or the optimizer has
 *     no state
 * @param times time that each worker spent in its network, in the order of the workers' numbers
 * @param failures a clause for each worker that stopped, with its number and the reason
 */
@SuppressWarnings("ArrayRecordComponent")
@DefaultSerializer(JavaSerializer.class) // Kryo by itself fails at its fields.
record PartialSum(
    int worker,
    long examples,
    double weight,
    double lossSum,
    long correct,
    double[] parameters,
    double[] updater,
    List<WorkerTime> times,
    List<String> failures)
    implements Serializable {

  /**
   * Sums the results of workers.
   *
   * @param results the results of one or more workers, in any order
   */
  static PartialSum of(List<RoundResult> results) {
    List<RoundResult> ordered =
        results.stream().sorted(Comparator.comparingInt(RoundResult::worker)).toList();
    return new PartialSum(
        ordered.get(0).worker(),
        ordered.stream().mapToLong(RoundResult::examples).sum(),
        ordered.stream().mapToDouble(RoundResult::weight).reduce(0, Double::sum),
        ordered.stream().mapToDouble(RoundResult::lossSum).reduce(0, Double::sum),
        ordered.stream().mapToLong(RoundResult::correct).sum(),
        weightedSum(ordered, RoundResult::parameters),
        weightedSum(ordered, RoundResult::updater),
        ordered.stream().map(RoundResult::time).toList(),
        ordered.stream()
            .filter(r -> r.failure() != null)
            .map(r -> "worker " + r.worker() + ": " + r.failure())
            .toList());
  }

  private static double[] weightedSum(
      List<RoundResult> results, Function<RoundResult, float[]> values) {
    double[] sum = new double[longest(results.stream().map(r -> values.apply(r).length))];
    for (RoundResult result : results) {
      float[] array = values.apply(result);
      for (int i = 0; i < array.length; i++) {
        sum[i] += array[i] * result.weight();
      }
    }
    return sum;
  }

  /**
   * Adds sums up.
   *
   * @param sums one or more sums of disjoint groups of workers, in any order
   */
  static PartialSum merge(List<PartialSum> sums) {
    List<PartialSum> ordered =
        sums.stream().sorted(Comparator.comparingInt(PartialSum::worker)).toList();
    return new PartialSum(
        ordered.get(0).worker(),
        ordered.stream().mapToLong(PartialSum::examples).sum(),
        ordered.stream().mapToDouble(PartialSum::weight).reduce(0, Double::sum),
        ordered.stream().mapToDouble(PartialSum::lossSum).reduce(0, Double::sum),
        ordered.stream().mapToLong(PartialSum::correct).sum(),
        sum(ordered, PartialSum::parameters),
        sum(ordered, PartialSum::updater),
        WorkerTime.sum(ordered.stream().map(PartialSum::times)),
        ordered.stream().flatMap(s -> s.failures().stream()).toList());
  }

  private static double[] sum(List<PartialSum> sums, Function<PartialSum, double[]> values) {
    double[] sum = new double[longest(sums.stream().map(s -> values.apply(s).length))];
    for (PartialSum partial : sums) {
      double[] array = values.apply(partial);
      for (int i = 0; i < array.length; i++) {
        sum[i] += array[i];
      }
    }
    return sum;
  }

  /** Workers that trained nothing hold empty arrays. */
  private static int longest(Stream<Integer> lengths) {
    return lengths.mapToInt(Integer::intValue).max().orElse(0);
  }

  /**
   * Returns the state that the next round starts from: the weighted mean, or what the round started
   * from if all its examples weigh nothing.
   *
   * @param start the state that the round started from
   * @param iteration minibatches that a worker has trained so far, since training began
   */
  ModelState mean(ModelState start, int iteration) {
    return weight == 0
        ? new ModelState(start.parameters(), start.updater(), iteration)
        : new ModelState(divided(parameters), divided(updater), iteration);
  }

  private float[] divided(double[] sum) {
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / weight);
    }
    return mean;
  }
}
