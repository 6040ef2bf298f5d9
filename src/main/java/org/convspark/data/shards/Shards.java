package org.convspark.data.shards;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.Example;
import org.convspark.data.ExecutorMemory;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.storage.TaskErrors;

/**
 * The training data as one shard for each worker, in memory on the executors. The shard and the
 * place in it that an example gets depend on the seed, its id and the number of workers alone; a
 * lost partition is made anew as it was.
 *
 * <p>Dealing sorts by a seeded hash of the id and cuts the sorted sequence into equal runs. The
 * cuts are found from the hashes first ({@link OrderStatistics}), so that the images are shuffled
 * only once.
 */
public final class Shards implements AutoCloseable {
  private final JavaRDD<Shard> rdd;
  private final ImageShape shape;
  private final long[] sizes;
  private Standardization standardization = Standardization.NONE;

  private Shards(JavaRDD<Shard> rdd, ImageShape shape, long[] sizes) {
    this.rdd = rdd;
    this.shape = shape;
    this.sizes = sizes;
  }

  /**
   * Deals the examples and waits until every shard is in place. Reads {@code examples} twice.
   *
   * @param workers number of shards; sizes differ by at most one
   * @throws UsageException if there are fewer workers than 1, or more than examples
   * @throws InputException if an image has another size, a label is negative, an id occurs twice,
   *     or all weights are 0
   */
  public static Shards deal(JavaRDD<Example> examples, ImageShape shape, int workers, long seed) {
    if (workers < 1) {
      throw new UsageException("--workers", workers, "at least 1");
    }
    long[] sizes;
    long[] firstKeys;
    try (OrderStatistics ranks = new OrderStatistics(examples, seed, 0)) {
      sizes = sizes(ranks.count(0), workers);
      firstKeys = firstKeys(ranks, sizes);
    }
    JavaRDD<Shard> rdd =
        examples
            .mapToPair(new ShardDealer.Pack(shape, seed))
            .repartitionAndSortWithinPartitions(new ShardDealer.ByKey(firstKeys))
            .mapPartitionsWithIndex(new ShardDealer.Fill(sizes, shape.size()), true)
            .setName("shards")
            .persist(StorageLevel.MEMORY_AND_DISK());
    Shards shards = new Shards(rdd, shape, sizes);
    shards.materialize();
    return shards;
  }

  private static long[] sizes(long examples, int workers) {
    if (examples == 0) {
      throw new InputException(
          "training examples", "none", "at least one for each worker", "check the dataset");
    }
    if (workers > examples) {
      throw new UsageException(
          "--workers", workers, "at most " + examples + ", the number of training examples,");
    }
    if (examples / workers >= Integer.MAX_VALUE) {
      throw new UsageException("--workers", workers, "more, for shards of below 2^31 examples,");
    }
    long[] sizes = new long[workers];
    for (int worker = 0; worker < workers; worker++) {
      sizes[worker] = examples / workers + (worker < examples % workers ? 1 : 0);
    }
    return sizes;
  }

  private static long[] firstKeys(OrderStatistics ranks, long[] sizes) {
    long[] firstRanks = new long[sizes.length - 1];
    long rank = 0;
    for (int worker = 0; worker < firstRanks.length; worker++) {
      rank += sizes[worker];
      firstRanks[worker] = rank;
    }
    return firstRanks.length == 0
        ? firstRanks
        : ranks.keysAt(new int[firstRanks.length], firstRanks);
  }

  private void materialize() {
    try {
      List<Double> weights = rdd.map(Shard::totalWeight).collect();
      if (weights.size() != sizes.length) {
        throw new IllegalStateException(
            weights.size() + " shards for " + sizes.length + " workers");
      }
      if (weights.stream().allMatch(weight -> weight == 0)) {
        throw new InputException(
            "training examples",
            "weights that are all 0",
            "some over 0",
            "correct the weights of the dataset or of --class-weights");
      }
    } catch (Exception e) {
      close();
      throw TaskErrors.unwrap(e);
    }
  }

  /**
   * Returns the shards, one {@link Shard} in each partition; the partition's index is the worker's.
   */
  public JavaRDD<Shard> rdd() {
    return rdd;
  }

  public ImageShape shape() {
    return shape;
  }

  /** Sets what is done to pixels / 255 as the last step before the network; nothing by default. */
  public Shards standardized(Standardization last) {
    standardization = last;
    return this;
  }

  public Standardization standardization() {
    return standardization;
  }

  public int workers() {
    return sizes.length;
  }

  /** Returns the number of examples in each worker's shard. */
  public long[] sizes() {
    return sizes.clone();
  }

  /** Returns the number of examples in all shards. */
  public long total() {
    return Arrays.stream(sizes).sum();
  }

  /** Frees the executors' memory. */
  @Override
  public void close() {
    ExecutorMemory.free(rdd);
  }
}
