package org.convspark.data.arrays;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ArrayKind;
import org.convspark.data.arrays.file.ArrayReader;
import org.convspark.storage.Sha256;
import org.convspark.storage.TaskErrors;

/**
 * What one reading of an array from end to end tells: that it is whole, its hash, and what values
 * there are. Runs where the data is, on an executor. Damage is part of the result rather than
 * thrown: a task that throws is tried again, and logs its stack trace each time. Holds no records,
 * which Spark's Kryo can't serialize.
 */
final class ArrayScan implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK = 1 << 16;

  private final PixelStatistics pixels = new PixelStatistics();
  private final LabelCounts labels = new LabelCounts();
  private String sha256;
  private InputException problem;

  private ArrayScan() {}

  /**
   * Reads whole arrays, each on an executor.
   *
   * @return what each told, in their order
   * @throws InputException if one is damaged or has values that can't be used
   */
  static Map<ArrayFile, ArrayScan> of(
      JavaSparkContext spark, List<ArrayFile> arrays, Broadcast<SerializableConfiguration> hadoop) {
    List<Integer> places = IntStream.range(0, arrays.size()).boxed().toList();
    List<ArrayScan> scans;
    try {
      scans =
          spark
              .parallelize(places, places.size())
              .map(place -> of(arrays.get(place), hadoop.value().value()))
              .collect();
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
    Map<ArrayFile, ArrayScan> byArray = new LinkedHashMap<>();
    for (int place : places) {
      ArrayScan scan = scans.get(place);
      if (scan.problem != null) {
        throw scan.problem;
      }
      byArray.put(arrays.get(place), scan);
    }
    return byArray;
  }

  private static ArrayScan of(ArrayFile array, Configuration hadoop) {
    ArrayScan scan = new ArrayScan();
    try {
      scan.read(array, hadoop);
    } catch (InputException e) {
      scan.problem = e;
    }
    return scan;
  }

  private void read(ArrayFile array, Configuration hadoop) {
    Sha256 digest = new Sha256();
    try (ArrayReader reader = ArrayReader.whole(array, hadoop, digest)) {
      long end = array.header().fileBytes();
      // Whole elements, or whole labels; an image may be larger than the block.
      long unit =
          array.kind() == ArrayKind.LABELS
              ? array.header().recordBytes()
              : array.header().element().bytes();
      byte[] block = new byte[(int) (BLOCK / unit * unit)];
      while (reader.position() < end) {
        long at = reader.position();
        int length = (int) Math.min(block.length, end - at);
        reader.read(block, 0, length);
        if (array.kind() == ArrayKind.LABELS) {
          labels.add(array, block, length, at);
        } else {
          pixels.add(array, block, length, at);
        }
      }
      reader.expectEnd();
    }
    sha256 = digest.hex();
  }

  /** Returns the hex digest of the bytes. */
  String sha256() {
    return sha256;
  }

  /** Returns the values of images. */
  PixelStatistics pixels() {
    return pixels;
  }

  /** Returns the values of labels. */
  LabelCounts labels() {
    return labels;
  }
}
