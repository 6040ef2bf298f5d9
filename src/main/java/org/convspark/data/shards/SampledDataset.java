package org.convspark.data.shards;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.DatasetView;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.SeededOrder;
import org.convspark.data.Split;

/** A dataset of which some examples are chosen, of each class its share. */
public final class SampledDataset extends DatasetView {
  private static final long LIMIT = 0x6c696d6974L;
  private static final long TEST = 0x74657374L;

  private final Map<Split, JavaRDD<Example>> sampled;

  private SampledDataset(
      ImageDataset source, DatasetInfo info, Map<Split, JavaRDD<Example>> sampled) {
    super(source, info);
    this.sampled = sampled;
  }

  /**
   * Keeps so many examples of a split.
   *
   * @param limit how many to keep, at least 1; all where there are no more
   */
  public static ImageDataset limited(ImageDataset source, Split split, long limit, long seed) {
    DatasetInfo info = source.info();
    if (limit >= info.count(split)) {
      return source;
    }
    List<Long> counts = info.counts().get(split);
    long[] kept = StratifiedSample.proportional(counts, limit);
    JavaRDD<Example> all = source.examples(split);
    StratifiedSample sample =
        StratifiedSample.of(info.name(), all, SeededOrder.derive(seed, LIMIT), counts, kept);
    Map<Split, JavaRDD<Example>> sampled = new EnumMap<>(Split.class);
    sampled.put(split, all.filter(sample));
    return new SampledDataset(
        source, info.withCounts(split, Arrays.stream(kept).boxed().toList()), sampled);
  }

  /**
   * Takes test images out of the training images.
   *
   * @param share of each class, over 0 and below 1; the number of examples is rounded to the
   *     nearest, but one at least of each class stays to train on. Where that leaves no test image,
   *     one image is
   * @throws InputException if there are fewer than two images
   */
  public static ImageDataset withTestImages(ImageDataset source, double share, long seed) {
    DatasetInfo info = source.info();
    List<Long> counts = info.counts().get(Split.TRAIN);
    long images = info.count(Split.TRAIN);
    if (images < 2) {
      throw new InputException(
          info.name(), images + " images", "some to train on and some for the test", "give more");
    }
    long[] some =
        counts.stream()
            .mapToLong(count -> Math.max(0, Math.min(count - 1, Math.round(count * share))))
            .toArray();
    long[] aside = Arrays.stream(some).sum() > 0 ? some : StratifiedSample.proportional(counts, 1);
    JavaRDD<Example> all = source.examples(Split.TRAIN);
    StratifiedSample sample =
        StratifiedSample.of(info.name(), all, SeededOrder.derive(seed, TEST), counts, aside);
    long[] left = new long[aside.length];
    Arrays.setAll(left, label -> counts.get(label) - aside[label]);
    Map<Split, JavaRDD<Example>> sampled = new EnumMap<>(Split.class);
    sampled.put(Split.TRAIN, all.filter(example -> !sample.call(example)));
    sampled.put(Split.TEST, all.filter(sample));
    return new SampledDataset(
        source,
        info.withCounts(Split.TRAIN, Arrays.stream(left).boxed().toList())
            .withCounts(Split.TEST, Arrays.stream(aside).boxed().toList()),
        sampled);
  }

  @Override
  public JavaRDD<Example> examples(Split split) {
    JavaRDD<Example> chosen = sampled.get(split);
    return chosen == null ? source.examples(split) : chosen;
  }
}
