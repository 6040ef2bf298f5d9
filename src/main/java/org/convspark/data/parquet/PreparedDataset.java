package org.convspark.data.parquet;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.PixelLayout;
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
  private final List<String> remarks;

  private PreparedDataset(Map<Split, ParquetSplit> splits, DatasetInfo info, List<String> remarks) {
    this.splits = splits;
    this.info = info;
    this.remarks = remarks;
  }

  public static boolean isAt(Location directory) {
    return directory.child(DatasetJson.FILE).exists();
  }

  /**
   * Opens the dataset in a directory and counts its labels.
   *
   * @throws InputException if {@code dataset.json} is damaged or the Parquet files don't match it
   */
  public static PreparedDataset open(SparkSession spark, Location directory) {
    DatasetJson.Description description = DatasetJson.read(directory.child(DatasetJson.FILE));
    DatasetInfo info = description.info();
    PixelLayout layout = description.layout().orElse(new PixelLayout(info.shape(), false));
    Map<Split, ParquetSplit> splits = new EnumMap<>(Split.class);
    for (Split split : info.splits()) {
      Location files = directory.child(split.directory());
      ParquetSplit found = ParquetSplit.open(spark, files, layout);
      checkCounts(files, found.counts(info.classes()), info.counts().get(split));
      splits.put(split, found);
    }
    List<String> remarks = new ArrayList<>();
    if (description.layout().isEmpty()
        && splits.values().stream().anyMatch(ParquetSplit::looksChannelsLast)) {
      PixelLayout interleaved = new PixelLayout(info.shape(), true);
      splits.replaceAll((split, found) -> found.as(interleaved));
      remarks.add(
          info.name()
              + ": by the look of the images a pixel's channels stand together, which dataset.json"
              + " doesn't say; add \"data_format\": \"channels_last\", or \"channels_first\" if each"
              + " channel is a plane");
    }
    return new PreparedDataset(splits, info, remarks);
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
  public List<String> remarks() {
    return remarks;
  }

  @Override
  public boolean prepared() {
    return true;
  }

  @Override
  public boolean weighted() {
    return splits.values().stream().anyMatch(ParquetSplit::weighted);
  }

  @Override
  public JavaRDD<Example> examples(Split split) {
    return splits.get(split).examples(info.classes());
  }
}
