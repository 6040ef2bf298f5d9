package org.convspark.data.shards;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.convspark.data.Example;
import org.convspark.data.ExecutorMemory;
import org.convspark.storage.TaskErrors;

/**
 * Finds the key of a given rank among all examples, exactly and without sorting or collecting them:
 * a histogram by the keys' highest bits says in which bucket the rank falls, and only that bucket's
 * keys come to the driver. The examples are read once; their keys, 12 bytes each, are kept for the
 * second look.
 */
final class OrderStatistics implements AutoCloseable {
  /** Buckets over all groups: the driver gets this many counts from each partition. */
  private static final int LOG_BUCKETS = 14;

  private final JavaRDD<KeyBlock> keys;
  private final int bits;
  private final int groups;
  private final long[] histogram;

  /**
   * Reads the examples and counts their keys.
   *
   * @param classes number of classes to rank each class by itself, or 0 to rank all examples
   *     together as group 0
   */
  OrderStatistics(JavaRDD<Example> examples, long seed, int classes) {
    groups = Math.max(1, classes);
    int groupBits = Integer.SIZE - Integer.numberOfLeadingZeros(groups - 1);
    bits = Math.max(2, LOG_BUCKETS - groupBits);
    keys =
        examples
            .mapPartitions(new KeyBlock.Builder(seed, classes))
            .persist(StorageLevel.MEMORY_AND_DISK());
    int groupCount = groups;
    int bucketBits = bits;
    long[] zero = new long[groups << bits];
    try {
      histogram =
          keys.treeAggregate(
              zero,
              (sum, block) -> plus(sum, block.histogram(groupCount, bucketBits)),
              OrderStatistics::plus);
    } catch (Exception e) {
      close();
      throw TaskErrors.unwrap(e);
    }
  }

  private static long[] plus(long[] sum, long[] more) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
    return sum;
  }

  /** Returns the number of examples in a group. */
  long count(int group) {
    return Arrays.stream(histogram, group << bits, (group + 1) << bits).sum();
  }

  /**
   * Looks up keys by rank.
   *
   * @param group the group of each key that is looked for
   * @param rank the rank of each within its group, from 0 to the group's count - 1
   * @return the keys, in the same order
   */
  long[] keysAt(int[] group, long[] rank) {
    int[] bucket = new int[rank.length];
    long[] within = rank.clone();
    for (int i = 0; i < rank.length; i++) {
      bucket[i] = group[i] << bits;
      while (within[i] >= histogram[bucket[i]]) {
        within[i] -= histogram[bucket[i]++];
      }
    }
    int[] wanted = Arrays.stream(bucket).sorted().distinct().toArray();
    Map<Integer, long[]> sorted = new HashMap<>();
    collect(wanted).stream()
        .collect(Collectors.groupingBy(pair -> (int) pair[0]))
        .forEach((at, pairs) -> sorted.put(at, sortedKeys(pairs)));
    long[] result = new long[rank.length];
    for (int i = 0; i < rank.length; i++) {
      result[i] = sorted.get(bucket[i])[(int) within[i]];
    }
    return result;
  }

  private static long[] sortedKeys(List<long[]> pairs) {
    return pairs.stream().mapToLong(pair -> pair[1]).sorted().toArray();
  }

  private List<long[]> collect(int[] wanted) {
    int bucketBits = bits;
    try {
      return keys.flatMap(block -> block.inBuckets(wanted, bucketBits).iterator()).collect();
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
  }

  @Override
  public void close() {
    ExecutorMemory.free(keys);
  }
}
