package org.convspark.data.parquet;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.storage.Location;

/**
 * A prepared dataset: {@code train/}, {@code test/} and {@code dataset.json}. Opening it counts the
 * labels, so that a missing Parquet file can't pass for a smaller dataset; the images are checked
 * as they are read.
 */
public final class PreparedDataset implements ImageDataset {
  private final Map<Split, ParquetSplit> splits;
  private final DatasetInfo info;

  private PreparedDataset(Map<Split, ParquetSplit> splits, DatasetInfo info) {
    this.splits = splits;
    this.info = info;
  }

  public static boolean isAt(Location directory) {
    return directory.child(DatasetJson.FILE).exists();
  }

  /**
   * Opens the dataset in a directory and counts its labels.
   *
   * @param limit how many training examples to keep, those of the lowest ids
   * @throws InputException if {@code dataset.json} is damaged or the Parquet files don't match it
   */
  public static PreparedDataset open(SparkSession spark, Location directory, long limit) {
    DatasetInfo info = DatasetJson.read(directory.child(DatasetJson.FILE));
    Map<Split, ParquetSplit> splits = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      Location files = directory.child(split.directory());
      ParquetSplit found = ParquetSplit.open(spark, files);
      checkCounts(files, found.counts(info.classes()), info.counts().get(split));
      splits.put(split, found);
    }
    if (limit < info.count(Split.TRAIN)) {
      ParquetSplit first = splits.get(Split.TRAIN).limit(limit);
      splits.put(Split.TRAIN, first);
      info = info.withCounts(Split.TRAIN, first.counts(info.classes()));
    }
    return new PreparedDataset(splits, info);
  }

  private static void checkCounts(Location files, List<Long> found, List<Long> expected) {
    if (!found.equals(expected)) {
      throw new InputException(
          files.toString(),
          found + " examples by class",
          expected + " as dataset.json says",
          ParquetExamples.REMEDY);
    }
  }

  @Override
  public DatasetInfo info() {
    return info;
  }

  @Override
  public JavaRDD<Example> examples(Split split) {
    return splits.get(split).examples(info.shape(), info.classes());
  }
}
