package org.convspark.data.pictures;

import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.CollectionAccumulator;
import org.convspark.config.DataConfig;
import org.convspark.data.BadImage;
import org.convspark.data.Contents;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Datasets;
import org.convspark.data.ImageDataset;
import org.convspark.data.ModelFit;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.arrays.ArrayFiles;
import org.convspark.data.arrays.UnlabelledImages;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.conversion.PreprocessImage;
import org.convspark.data.idx.IdxFiles;
import org.convspark.data.npz.NpzFiles;
import org.convspark.data.parquet.ParquetSplit;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.synthetic.SyntheticDataset;
import org.convspark.data.tables.SqlLocation;
import org.convspark.data.tables.TableRows;
import org.convspark.storage.Location;

/** Opens images to predict, labelled or not, and brings them to the model's input. */
public final class ImageSources {
  private final SparkSession spark;
  private final DataConfig config;
  private final ModelInput model;

  /**
   * Makes sources for a model's input.
   *
   * @param config what was asked of the data
   * @param model what the model takes; images whose source doesn't tell a shape are taken to have
   *     its shape
   */
  public ImageSources(SparkSession spark, DataConfig config, ModelInput model) {
    this.spark = spark;
    this.config = config;
    this.model = model;
  }

  /**
   * Opens what a location holds: a dataset as {@link Datasets#open} takes it, IDX or NumPy's images
   * alone, a table, or picture files, one or a directory of them.
   *
   * @param location a Hadoop path, or {@code synthetic:N}, {@code table:NAME}, {@code sql:QUERY}
   * @param split which part of a dataset to open; other sources have one part only
   * @throws org.convspark.config.InputException if nothing usable is there
   */
  public Images open(String location, Split split) {
    if (SyntheticDataset.isSynthetic(location)) {
      return images(datasets().open(location, Optional.of(model)), split);
    }
    if (SqlLocation.isSql(location)) {
      return new TableRows(spark, config, model).ofSql(location);
    }
    Location root = Location.of(location, spark.sparkContext().hadoopConfiguration());
    Contents contents = Contents.of(root);
    return switch (contents.kind()) {
      case PICTURES -> pictures(contents);
      case PARQUET, ORC, AVRO, CSV -> new TableRows(spark, config, model).ofFiles(contents);
      case IDX -> arrays(IdxFiles.in(contents), location, contents, split);
      case NPZ -> arrays(NpzFiles.in(contents), location, contents, split);
      default -> images(datasets().open(location, contents, Optional.of(model)), split);
    };
  }

  private Datasets datasets() {
    return new Datasets(spark, config.unlimited());
  }

  private Images images(ImageDataset dataset, Split split) {
    DatasetInfo info = dataset.info();
    info.require(split);
    return new Images(
        info.name(),
        info.shape(),
        Optional.of(info.count(split)),
        spark.createDataFrame(
            dataset.examples(split).map(e -> RowFactory.create(e.id(), e.label(), e.image())),
            ParquetSplit.SCHEMA),
        dataset.remarks());
  }

  private Images arrays(ArrayFiles files, String location, Contents contents, Split split) {
    return files
        .unlabelled(split)
        .map(array -> unlabelled(files.name(), array))
        .orElseGet(() -> images(datasets().open(location, contents, Optional.of(model)), split));
  }

  private Images unlabelled(String name, ArrayFile array) {
    UnlabelledImages images = UnlabelledImages.open(context(), array, config, model);
    Optional<Preprocessing> steps = ModelFit.of(config, images.shape(), model);
    return new Images(
        name,
        steps.isPresent() ? model.shape() : images.shape(),
        Optional.of(images.count()),
        spark.createDataFrame(
            images
                .examples()
                .map(new ArrayRow(name, steps.orElse(null), images.shape(), model.shape())),
            ArrayRow.SCHEMA),
        images.remarks());
  }

  private Images pictures(Contents contents) {
    CollectionAccumulator<BadImage> bad = spark.sparkContext().collectionAccumulator("bad images");
    PictureFolder folder = PictureFolder.of(context(), contents);
    JavaRDD<Row> rows =
        folder
            .all()
            .flatMap(
                new PictureRows(
                    PreprocessImage.of(config, model),
                    config.onBad() == DataConfig.OnBad.SKIP,
                    bad));
    return new Images(
        contents.root().name(),
        model.shape(),
        Optional.of(folder.count()),
        spark.createDataFrame(rows, PictureRows.SCHEMA),
        () -> BadImage.distinct(bad.value()),
        folder::foreign,
        contents.remark().stream().toList());
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }
}
