package org.convspark.bench.training;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.convspark.bench.BenchSpark;
import org.convspark.config.DataConfig;
import org.convspark.config.Settings;
import org.convspark.data.Datasets;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;

/** A dataset as the four IDX files, which every contender can read. */
final class IdxCopy {
  static final int SIDE = 28;
  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";
  private static final int TEST_COUNT = 100;
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

  private IdxCopy() {}

  /**
   * Writes the first training images of a dataset, and a few test images, which a dataset must
   * have.
   *
   * @param location as train's {@code --data}
   * @throws IllegalArgumentException where it has fewer images, or others than 28x28x1 in 10
   *     classes
   */
  static void write(String location, int count, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (SparkSession spark = BenchSpark.open()) {
      ImageDataset dataset =
          new Datasets(
                  spark, DataConfig.of(Settings.defaults().with("limit", Integer.toString(count))))
              .open(location);
      if (!dataset.info().shape().equals(new ImageShape(SIDE, SIDE, 1))
          || dataset.info().classes() != 10) {
        throw new IllegalArgumentException(
            location + ": images of another shape than 28x28x1, or not 10 classes");
      }
      List<Example> train = first(dataset, Split.TRAIN, count);
      if (train.size() < count) {
        throw new IllegalArgumentException(
            location + ": " + train.size() + " training images, " + count + " are needed");
      }
      write(train, directory.resolve(TRAIN_IMAGES), directory.resolve(TRAIN_LABELS));
      write(
          first(dataset, Split.TEST, TEST_COUNT),
          directory.resolve(TEST_IMAGES),
          directory.resolve(TEST_LABELS));
    }
  }

  private static List<Example> first(ImageDataset dataset, Split split, int count) {
    return dataset
        .examples(split)
        .filter(example -> example.id() < count)
        .sortBy(Example::id, true, BenchSpark.SLOTS)
        .collect();
  }

  private static void write(List<Example> examples, Path images, Path labels) throws IOException {
    try (DataOutputStream image = new DataOutputStream(Files.newOutputStream(images));
        DataOutputStream label = new DataOutputStream(Files.newOutputStream(labels))) {
      image.writeInt(IMAGES_MAGIC);
      image.writeInt(examples.size());
      image.writeInt(SIDE);
      image.writeInt(SIDE);
      label.writeInt(LABELS_MAGIC);
      label.writeInt(examples.size());
      for (Example example : examples) {
        image.write(example.image());
        label.write(example.label());
      }
    }
  }
}
