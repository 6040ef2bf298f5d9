package org.convspark.data.shards;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.SeededOrder;

/**
 * Some examples of each class, chosen by a seed and the ids alone, so that the same ones are chosen
 * again whatever the partitions and retries.
 */
public final class StratifiedSample implements Function<Example, Boolean> {
  private static final long serialVersionUID = 1L;

  private final long order;
  private final long[] count;
  private final long[] last;

  private StratifiedSample(long order, long[] count, long[] last) {
    this.order = order;
    this.count = count;
    this.last = last;
  }

  /**
   * Chooses; reads the examples once.
   *
   * @param name what errors call the examples
   * @param order the seed; other uses of one seed are to derive others of it
   * @param counts how many examples there are, by class
   * @param chosen how many to choose, by class, no more than there are
   * @throws InputException if there aren't as many as said
   */
  public static StratifiedSample of(
      String name, JavaRDD<Example> examples, long order, List<Long> counts, long[] chosen) {
    try (OrderStatistics ranks = new OrderStatistics(examples, order, counts.size())) {
      for (int label = 0; label < chosen.length; label++) {
        if (ranks.count(label) != counts.get(label)) {
          throw new InputException(
              name,
              ranks.count(label) + " examples of class " + label,
              counts.get(label) + " by its description",
              "prepare the dataset again");
        }
      }
      int[] labels = IntStream.range(0, chosen.length).filter(c -> chosen[c] > 0).toArray();
      long[] found =
          ranks.keysAt(labels, Arrays.stream(labels).mapToLong(c -> chosen[c] - 1).toArray());
      long[] last = new long[chosen.length];
      for (int i = 0; i < labels.length; i++) {
        last[labels[i]] = found[i];
      }
      return new StratifiedSample(order, chosen.clone(), last);
    }
  }

  /**
   * Divides a number of examples among the classes in proportion to what they have, by the largest
   * remainders; of equal ones the lower class gets one more.
   *
   * @param total at most the sum of {@code counts}
   */
  public static long[] proportional(List<Long> counts, long total) {
    long all = counts.stream().mapToLong(Long::longValue).sum();
    long[] shares = new long[counts.size()];
    double[] remainders = new double[counts.size()];
    for (int label = 0; label < shares.length; label++) {
      double exact = (double) counts.get(label) * total / all;
      shares[label] = Math.min(counts.get(label), (long) exact);
      remainders[label] = exact - shares[label];
    }
    long left = total - Arrays.stream(shares).sum();
    int[] byRemainder =
        IntStream.range(0, shares.length)
            .boxed()
            .filter(label -> shares[label] < counts.get(label))
            .sorted(Comparator.comparingDouble(label -> -remainders[label]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 0; i < left && i < byRemainder.length; i++) {
      shares[byRemainder[i]]++;
    }
    return shares;
  }

  /** Returns whether an example is among the chosen. */
  @Override
  public Boolean call(Example example) {
    int label = example.label();
    return count[label] > 0 && SeededOrder.key(order, example.id()) <= last[label];
  }
}
