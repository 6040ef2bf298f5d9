package org.convspark.data.shards;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.SeededOrder;
import org.convspark.data.Split;

/**
 * Training examples set aside for validation: of each class the same share, chosen by the seed and
 * the ids alone, so that a resumed run sets aside the same ones.
 *
 * @param train the examples that are left, described by {@code trainInfo}
 * @param validation the examples set aside
 * @param trainInfo the dataset with the training counts that are left
 * @param validationCounts examples set aside, by class
 */
public record ValidationSplit(
    JavaRDD<Example> train,
    JavaRDD<Example> validation,
    DatasetInfo trainInfo,
    List<Long> validationCounts) {
  private static final long USE = 0x76616c6964L;

  /**
   * Splits the training examples. Both parts are lazy views of {@code examples} and read it anew
   * unless the caller persists it.
   *
   * @param fraction share of each class to set aside, between 0 and 1, both excluded; the number of
   *     examples is rounded to the nearest
   * @param info what is known of the examples; its training counts must be right
   * @throws UsageException if the fraction is out of range, or leaves either part empty
   * @throws InputException if the examples aren't as {@code info} says
   */
  public static ValidationSplit of(
      JavaRDD<Example> examples, double fraction, long seed, DatasetInfo info) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new UsageException("--validation-split", fraction, "a fraction between 0 and 1");
    }
    long[] aside =
        info.counts().get(Split.TRAIN).stream()
            .mapToLong(count -> Math.round(count * fraction))
            .toArray();
    long total = Arrays.stream(aside).sum();
    if (total == 0 || total == info.count(Split.TRAIN)) {
      throw new UsageException(
          "--validation-split",
          fraction,
          "a fraction that leaves examples on both sides of "
              + info.count(Split.TRAIN)
              + " examples");
    }
    long order = SeededOrder.derive(seed, USE);
    StratifiedSample chosen =
        StratifiedSample.of(info.name(), examples, order, info.counts().get(Split.TRAIN), aside);
    List<Long> counts = Arrays.stream(aside).boxed().toList();
    List<Long> left =
        IntStream.range(0, info.classes())
            .mapToObj(label -> info.counts().get(Split.TRAIN).get(label) - aside[label])
            .toList();
    return new ValidationSplit(
        examples.filter(example -> !chosen.call(example)),
        examples.filter(chosen),
        info.withCounts(Split.TRAIN, left),
        counts);
  }
}
