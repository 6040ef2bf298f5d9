package org.convspark.data.pictures;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Datasets;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.idx.IdxDataset;
import org.convspark.data.idx.IdxDirectory;
import org.convspark.data.idx.IdxFile;
import org.convspark.data.idx.IdxHeader;
import org.convspark.data.idx.IdxPart;
import org.convspark.data.parquet.ParquetExamples;
import org.convspark.data.parquet.ParquetSplit;
import org.convspark.data.parquet.PreparedDataset;
import org.convspark.data.preprocessing.MnistNormalizer;
import org.convspark.data.synthetic.SyntheticDataset;
import org.convspark.storage.Location;

/** Finds out what kind of images a location holds, labelled or not, and opens them. */
public final class ImageSources {
  private static final String EXPECTED =
      "a dataset, an IDX file of images, Parquet with a column 'image', or PNG and JPEG files";
  private static final String REMEDY = "check the path of --data";
  private static final StructType UNLABELLED =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("image", DataTypes.BinaryType, false);

  private final SparkSession spark;
  private final ImageShape modelShape;

  /**
   * Makes sources for a model's input.
   *
   * @param modelShape shape of the images that the model takes; images whose source doesn't tell a
   *     shape are taken to have it
   */
  public ImageSources(SparkSession spark, ImageShape modelShape) {
    this.spark = spark;
    this.modelShape = modelShape;
  }

  /**
   * Opens what a location holds: a dataset as {@link Datasets#open} takes it, an IDX file of images
   * alone, Parquet with a column {@code image}, or PNG and JPEG files, one or a directory of them.
   *
   * @param location a Hadoop path, or {@code synthetic:N}
   * @param split which part of a dataset to open; other sources have one part only
   * @param seed of synthetic digits; other sources don't use it
   * @throws InputException if nothing usable is there
   */
  public Images open(String location, Split split, long seed) {
    if (SyntheticDataset.isSynthetic(location)) {
      return split(Datasets.open(spark, location, Datasets.NO_LIMIT, seed), split);
    }
    Location place = Location.of(location, spark.sparkContext().hadoopConfiguration());
    if (!place.exists()) {
      throw new InputException(place.toString(), "nothing", EXPECTED, REMEDY);
    }
    if (!place.isDirectory()) {
      return file(place);
    }
    if (PreparedDataset.isAt(place)
        || new IdxDirectory(place).missing().size() < IdxPart.values().length) {
      return split(Datasets.open(spark, location, Datasets.NO_LIMIT, seed), split);
    }
    List<String> files = place.files();
    if (files.stream().anyMatch(ImageSources::isParquet)) {
      return parquet(place);
    }
    List<String> imageFiles = files.stream().filter(ImageFile::isNamedSo).sorted().toList();
    if (!imageFiles.isEmpty()) {
      return imageFiles(place, imageFiles);
    }
    throw new InputException(place.toString(), "none of them", EXPECTED, REMEDY);
  }

  private static boolean isParquet(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".parquet");
  }

  private Images split(ImageDataset dataset, Split split) {
    DatasetInfo info = dataset.info();
    return new Images(
        info.name(),
        info.shape(),
        Optional.of(info.count(split)),
        spark.createDataFrame(
            dataset.examples(split).map(e -> RowFactory.create(e.id(), e.label(), e.image())),
            ParquetSplit.SCHEMA));
  }

  private Images file(Location file) {
    if (isParquet(file.name())) {
      return parquet(file);
    }
    if (ImageFile.isNamedSo(file.name())) {
      return imageFiles(file, List.of(file.uri()));
    }
    IdxFile images = IdxFile.inspect(file, IdxHeader.Kind.IMAGES);
    JavaRDD<Example> examples =
        IdxDataset.examples(context(), images, null, images.header().count(), hadoop());
    return new Images(
        file.name(),
        images.header().shape(),
        Optional.of(images.header().count()),
        spark.createDataFrame(examples.map(e -> RowFactory.create(e.id(), e.image())), UNLABELLED));
  }

  private Images parquet(Location place) {
    Dataset<Row> rows;
    try {
      rows = ParquetExamples.read(spark, place.uri());
    } catch (Exception e) {
      throw ParquetExamples.unreadable(place.toString(), e);
    }
    return new Images(place.name(), modelShape, Optional.empty(), rows);
  }

  private Images imageFiles(Location place, List<String> paths) {
    if (modelShape.channels() != 1) {
      throw new InputException(
          place.toString(),
          "image files, which are read as grey",
          "images of " + modelShape + " as the model takes",
          "write them as Parquet with a column 'image' of their bytes");
    }
    int partitions =
        Math.min(paths.size(), Math.max(context().defaultParallelism(), paths.size() / 1000));
    JavaRDD<Row> rows =
        context()
            .parallelize(paths, partitions)
            .map(
                new ReadImage(
                    hadoop(), new MnistNormalizer(modelShape.height(), modelShape.width())));
    StructType schema =
        new StructType()
            .add("path", DataTypes.StringType, false)
            .add("image", DataTypes.BinaryType, false);
    return new Images(
        place.name(),
        modelShape,
        Optional.of((long) paths.size()),
        spark.createDataFrame(rows, schema));
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private Broadcast<SerializableConfiguration> hadoop() {
    return context()
        .broadcast(new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
  }
}
