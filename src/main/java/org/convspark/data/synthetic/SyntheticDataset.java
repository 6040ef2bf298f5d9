package org.convspark.data.synthetic;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.convspark.config.UsageException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Manner;
import org.convspark.data.preprocessing.Preprocessing;

/**
 * The dataset {@code synthetic:N}: N training images and a sixth as many test images, MNIST's
 * proportion, of {@link SyntheticDigits}. Executors draw them when the RDD is read; the driver
 * holds none, so N may be far beyond its memory.
 */
public final class SyntheticDataset implements ImageDataset {
  private static final String SCHEME = "synthetic:";
  private static final Pattern LOCATION = Pattern.compile(SCHEME + "([0-9]{1,18})");

  /** Below this the test split would have fewer images than there are classes. */
  private static final long MIN_IMAGES = 60;

  private static final long MAX_IMAGES = 1_000_000_000;
  private static final long TRAIN_IMAGES_PER_TEST_IMAGE = 6;

  private static final long IMAGES_PER_PARTITION = 10_000;

  /** More tasks than this burden Spark's driver more than bigger tasks burden an executor. */
  private static final long MAX_PARTITIONS = 10_000;

  private final JavaSparkContext spark;
  private final long seed;
  private final DatasetInfo info;

  private SyntheticDataset(JavaSparkContext spark, long trainImages, long seed) {
    this.spark = spark;
    this.seed = seed;
    this.info =
        new DatasetInfo(
            SCHEME + trainImages,
            new ImageShape(SyntheticDigits.SIDE, SyntheticDigits.SIDE, 1),
            SyntheticDigits.CLASSES,
            Map.of(
                Split.TRAIN, countByClass(seed, Split.TRAIN, trainImages),
                Split.TEST,
                    countByClass(seed, Split.TEST, trainImages / TRAIN_IMAGES_PER_TEST_IMAGE)),
            Map.of(),
            List.of(),
            Preprocessing.plain(Colour.GREY).with(Manner.MNIST_PICTURES));
  }

  /** Returns whether a location is meant for {@link #parse}, well-formed or not. */
  public static boolean isSynthetic(String location) {
    return location.startsWith(SCHEME);
  }

  /**
   * Makes the dataset that a location stands for; no image is drawn yet.
   *
   * @param location {@code synthetic:N}, N from 60 to a billion
   * @param seed of the images: the same seed and N give the same dataset; a larger N with the same
   *     seed begins with the same images
   * @throws UsageException if the location is anything else
   */
  public static SyntheticDataset parse(JavaSparkContext spark, String location, long seed) {
    Matcher matcher = LOCATION.matcher(location);
    if (matcher.matches()) {
      long images = Long.parseLong(matcher.group(1));
      if (images >= MIN_IMAGES && images <= MAX_IMAGES) {
        return new SyntheticDataset(spark, images, seed);
      }
    }
    throw new UsageException(
        "--data",
        location,
        SCHEME + "N with a whole number N of training images, " + MIN_IMAGES + " to " + MAX_IMAGES);
  }

  @Override
  public DatasetInfo info() {
    return info;
  }

  @Override
  public JavaRDD<Example> examples(Split split) {
    long images = info.count(split);
    long wanted =
        Math.max(
            spark.defaultParallelism(),
            Math.min(MAX_PARTITIONS, 1 + (images - 1) / IMAGES_PER_PARTITION));
    int partitions = (int) Math.min(images, wanted);
    return spark
        .sc()
        .range(0, images, 1, partitions)
        .toJavaRDD()
        .map(new DrawExample(seed, split))
        .setName(info.name() + " " + split.directory());
  }

  /** A label costs nanoseconds, so counting takes seconds even for a billion. */
  private static List<Long> countByClass(long seed, Split split, long images) {
    long[] counts =
        LongStream.range(0, images)
            .parallel()
            .collect(
                () -> new long[SyntheticDigits.CLASSES],
                (sums, index) -> sums[SyntheticDigits.label(seed, split, index)]++,
                (sums, other) -> Arrays.setAll(sums, label -> sums[label] + other[label]));
    return Arrays.stream(counts).boxed().toList();
  }

  /** Draws one example on an executor. */
  private record DrawExample(long seed, Split split) implements Function<Object, Example> {
    @Override
    public Example call(Object index) {
      long id = (Long) index;
      return new Example(
          id, SyntheticDigits.label(seed, split, id), SyntheticDigits.draw(seed, split, id));
    }
  }
}
