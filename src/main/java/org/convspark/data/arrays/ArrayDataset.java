package org.convspark.data.arrays;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.PixelLayout;
import org.convspark.data.Split;
import org.convspark.data.arrays.file.ArrayFile;

/**
 * Arrays of images and labels, read in place. Opening them reads each once on an executor, so that
 * damage shows before a run begins and the run's record can name the data by its hash.
 */
public final class ArrayDataset implements ImageDataset {
  private final JavaSparkContext spark;
  private final Map<Split, ArrayPair> pairs;
  private final Map<Split, ArrayImages> images;
  private final DatasetInfo info;
  private final boolean undivided;
  private final List<String> remarks;
  private final Broadcast<SerializableConfiguration> hadoop;

  private ArrayDataset(
      JavaSparkContext spark,
      Map<Split, ArrayPair> pairs,
      Map<Split, ArrayImages> images,
      DatasetInfo info,
      boolean undivided,
      List<String> remarks,
      Broadcast<SerializableConfiguration> hadoop) {
    this.spark = spark;
    this.pairs = pairs;
    this.images = images;
    this.info = info;
    this.undivided = undivided;
    this.remarks = remarks;
    this.hadoop = hadoop;
  }

  /**
   * Reads arrays through.
   *
   * @param config whose shape of pixels is used where the arrays don't tell it
   * @param model what the model takes that they are for, where there is one
   * @throws InputException if labels are missing, an array is damaged, or doesn't go with the
   *     others
   */
  public static ArrayDataset open(
      JavaSparkContext spark, ArrayFiles files, DataConfig config, Optional<ModelInput> model) {
    Map<Split, ArrayPair> pairs = files.pairs();
    if (pairs.isEmpty()) {
      throw files.missing().apply(files.alone().get(0));
    }
    Map<Split, ImageLayout> layouts = new LinkedHashMap<>();
    pairs.forEach(
        (split, pair) ->
            layouts.put(
                split,
                ImageLayout.of(
                    pair.images(),
                    PixelLayout.parse(config.shape()),
                    model.map(ModelInput::shape))));
    ImageShape shape = shape(pairs, layouts);

    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    List<ArrayFile> arrays = new ArrayList<>();
    pairs.values().forEach(pair -> arrays.addAll(List.of(pair.images(), pair.labels())));
    Map<ArrayFile, ArrayScan> scans = ArrayScan.of(spark, arrays, hadoop);
    Map<String, String> sha256 = new TreeMap<>();
    scans.forEach((array, scan) -> sha256.put(array.name(), scan.sha256()));
    Map<Split, LabelCounts> labels = new LinkedHashMap<>();
    pairs.forEach((split, pair) -> labels.put(split, scans.get(pair.labels()).labels()));
    ArrayClasses classes =
        new ArrayClasses(
            labels,
            pairs,
            model.filter(ModelInput::knowsClasses).map(each -> each.classNames().size()));

    Set<String> remarks = new LinkedHashSet<>(files.allRemarks());
    Map<ArrayFile, PixelStatistics> values = new LinkedHashMap<>();
    pairs.values().forEach(p -> values.put(p.images(), scans.get(p.images()).pixels()));
    Map<Split, ArrayImages> images = new LinkedHashMap<>();
    pairs.forEach(
        (split, pair) ->
            images.put(split, ArrayImages.of(pair.images(), layouts.get(split), values)));
    images.values().forEach(each -> remarks.addAll(each.remarks()));
    classes.remark().ifPresent(remarks::add);
    DatasetInfo info =
        new DatasetInfo(files.name(), shape, classes.count(), classes.counts(), sha256);
    return new ArrayDataset(
        spark, pairs, images, info, files.undivided(), List.copyOf(remarks), hadoop);
  }

  private static ImageShape shape(Map<Split, ArrayPair> pairs, Map<Split, ImageLayout> layouts) {
    Split first = pairs.keySet().iterator().next();
    ImageShape shape = layouts.get(first).pixels().shape();
    layouts.forEach(
        (split, layout) -> {
          if (!layout.pixels().shape().equals(shape)) {
            throw new InputException(
                pairs.get(split).images().content().where(),
                "images of " + layout.pixels().shape(),
                shape + " as the " + first.noun() + " images",
                "take all four files from the same dataset");
          }
        });
    return shape;
  }

  @Override
  public DatasetInfo info() {
    return info;
  }

  @Override
  public JavaRDD<Example> examples(Split split) {
    return images.get(split).examples(spark, pairs.get(split), hadoop);
  }

  @Override
  public boolean undivided() {
    return undivided;
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }
}
