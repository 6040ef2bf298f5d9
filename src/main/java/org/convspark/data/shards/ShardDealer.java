package org.convspark.data.shards;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFunction;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.SeededOrder;
import scala.Tuple2;

/** The executor side of dealing: an example's key and bytes, the shard it goes to, the packing. */
final class ShardDealer {
  private static final int HEADER = Long.BYTES + Integer.BYTES;

  private ShardDealer() {}

  /** Sends each key to the shard whose range of keys it falls into. */
  static final class ByKey extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final long[] firstKeys;

    /**
     * Divides the keys into ranges, one for each shard.
     *
     * @param firstKeys the lowest key of every shard but the first, ascending
     */
    ByKey(long[] firstKeys) {
      this.firstKeys = firstKeys;
    }

    @Override
    public int numPartitions() {
      return firstKeys.length + 1;
    }

    @Override
    public int getPartition(Object key) {
      int place = Arrays.binarySearch(firstKeys, (Long) key);
      return place >= 0 ? place + 1 : -place - 1;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByKey that && Arrays.equals(firstKeys, that.firstKeys);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(firstKeys);
    }
  }

  /**
   * Checks an example and packs it as id, label, pixels and, unless it is 1, the weight: one array
   * is the least to shuffle.
   */
  static final class Pack implements PairFunction<Example, Long, byte[]> {
    private static final long serialVersionUID = 1L;

    private final ImageShape shape;
    private final long seed;

    Pack(ImageShape shape, long seed) {
      this.shape = shape;
      this.seed = seed;
    }

    @Override
    public Tuple2<Long, byte[]> call(Example example) {
      byte[] image = example.image();
      if (image == null || image.length != shape.size()) {
        throw refuse(
            example, (image == null ? 0 : image.length) + " bytes", shape.size() + " for " + shape);
      }
      if (example.label() < 0) {
        throw refuse(example, "label " + example.label(), "labels from 0");
      }
      boolean weighted = example.weight() != 1;
      ByteBuffer packed = ByteBuffer.allocate(HEADER + image.length + (weighted ? Float.BYTES : 0));
      packed.putLong(example.id()).putInt(example.label()).put(image);
      if (weighted) {
        packed.putFloat(example.weight());
      }
      return new Tuple2<>(SeededOrder.key(seed, example.id()), packed.array());
    }

    private static InputException refuse(Example example, String found, String expected) {
      return new InputException(
          "training example " + example.id(), found, expected, "correct the dataset");
    }
  }

  /** Fills a partition's shard from its sorted records. */
  static final class Fill
      implements Function2<Integer, Iterator<Tuple2<Long, byte[]>>, Iterator<Shard>>, Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] sizes;
    private final int imageSize;

    Fill(long[] sizes, int imageSize) {
      this.sizes = sizes;
      this.imageSize = imageSize;
    }

    @Override
    public Iterator<Shard> call(Integer worker, Iterator<Tuple2<Long, byte[]>> records) {
      Shard shard = new Shard(worker, (int) sizes[worker], imageSize);
      int filled = 0;
      while (records.hasNext()) {
        byte[] packed = records.next()._2();
        ByteBuffer header = ByteBuffer.wrap(packed);
        long id = header.getLong();
        if (filled > 0 && shard.id(filled - 1) == id) {
          throw new InputException(
              "training examples", "id " + id + " twice", "unique ids", "correct the dataset");
        }
        if (filled < shard.size()) {
          int end = HEADER + imageSize;
          float weight = packed.length > end ? header.getFloat(end) : 1;
          shard.set(filled, id, header.getInt(), weight, packed, HEADER);
        }
        filled++;
      }
      if (filled != shard.size()) {
        throw new InputException(
            "training examples",
            filled + " for worker " + worker,
            shard.size() + " as counted at first",
            "keep the dataset unchanged while it is read");
      }
      return List.of(shard).iterator();
    }
  }
}
