package org.convspark.run;

import java.util.List;
import java.util.Optional;
import org.convspark.evaluation.Metrics;
import org.convspark.training.EpochResult;

/**
 * What metrics.json says of a run or an evaluation.
 *
 * @param network the catalog's name of the network
 * @param dataset the dataset's name
 * @param parameters how many the network has
 * @param metrics on the test examples
 * @param classNames what the classes are called, in order; empty where by their numbers
 * @param training how it was trained; empty where a saved model was scored, and null in the file
 */
public record RunMetrics(
    String network,
    String dataset,
    long parameters,
    Metrics metrics,
    List<String> classNames,
    Optional<Training> training) {

  /** Returns what a class is called. */
  public String className(int label) {
    return classNames.isEmpty() ? Integer.toString(label) : classNames.get(label);
  }

  /**
   * How the network was trained.
   *
   * @param workers shards that were trained side by side
   * @param epochs number of epochs completed
   * @param trainSeconds seconds that training took, without reading the data and the evaluation at
   *     the end
   * @param imagesPerSecond training examples times epochs in a second
   * @param rounds rounds of averaging, over all epochs
   */
  public record Training(
      int workers, int epochs, double trainSeconds, double imagesPerSecond, long rounds) {

    /** Returns the sums over all epochs of a training. */
    public static Training of(int workers, List<EpochResult> epochs) {
      double seconds = epochs.stream().mapToDouble(EpochResult::seconds).sum();
      long examples = epochs.stream().mapToLong(EpochResult::examples).sum();
      long rounds = epochs.stream().mapToLong(EpochResult::rounds).sum();
      return new Training(workers, epochs.size(), seconds, examples / seconds, rounds);
    }
  }
}
