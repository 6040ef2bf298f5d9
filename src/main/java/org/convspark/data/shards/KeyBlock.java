package org.convspark.data.shards;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.SeededOrder;

/** The sort keys of one partition's examples, with the group in which each is ranked. */
final class KeyBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  private int size;
  private long[] keys = new long[1024];
  private int[] groups = new int[1024];

  private void add(long key, int group) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      groups = Arrays.copyOf(groups, 2 * size);
    }
    keys[size] = key;
    groups[size++] = group;
  }

  /**
   * Counts the keys of each group by their highest {@code bits} bits.
   *
   * @return {@code [groups << bits]} counts
   */
  long[] histogram(int groupCount, int bits) {
    long[] histogram = new long[groupCount << bits];
    for (int i = 0; i < size; i++) {
      histogram[bucket(keys[i], groups[i], bits)]++;
    }
    return histogram;
  }

  /**
   * Returns the keys in a few buckets, as {bucket, key} pairs.
   *
   * @param buckets ascending
   */
  List<long[]> inBuckets(int[] buckets, int bits) {
    List<long[]> found = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int bucket = bucket(keys[i], groups[i], bits);
      if (Arrays.binarySearch(buckets, bucket) >= 0) {
        found.add(new long[] {bucket, keys[i]});
      }
    }
    return found;
  }

  /** Keys are signed, so their sign bit is turned for buckets to ascend as they do. */
  private static int bucket(long key, int group, int bits) {
    return (group << bits) + (int) ((key ^ Long.MIN_VALUE) >>> (Long.SIZE - bits));
  }

  /** Makes one block of each partition. */
  static final class Builder implements FlatMapFunction<Iterator<Example>, KeyBlock> {
    private static final long serialVersionUID = 1L;

    private final long seed;
    private final int classes;

    /**
     * Makes a builder of blocks.
     *
     * @param classes number of classes to rank each class by itself, or 0 to rank all examples
     *     together
     */
    Builder(long seed, int classes) {
      this.seed = seed;
      this.classes = classes;
    }

    @Override
    public Iterator<KeyBlock> call(Iterator<Example> examples) {
      KeyBlock block = new KeyBlock();
      while (examples.hasNext()) {
        Example example = examples.next();
        if (classes > 0 && (example.label() < 0 || example.label() >= classes)) {
          throw new InputException(
              "training examples",
              "label " + example.label() + " for id " + example.id(),
              "labels 0 to " + (classes - 1),
              "correct the dataset");
        }
        block.add(SeededOrder.key(seed, example.id()), classes > 0 ? example.label() : 0);
      }
      return List.of(block).iterator();
    }
  }
}
