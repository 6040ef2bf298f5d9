package org.convspark.ml;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.DataConfig;
import org.convspark.config.Settings;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.tables.TableRows;
import org.convspark.engine.natives.Acceleration;
import org.convspark.model.SavedModel;
import org.convspark.model.rows.PredictionColumns;

/**
 * A saved model as a step of anybody's Spark pipeline, in Java, Scala or spark-shell:
 *
 * <pre>{@code
 * Dataset<Row> scored = ConvSparkModel.load(spark, "hdfs:///runs/mnist").transform(images);
 * }</pre>
 */
public final class ConvSparkModel {
  private final SavedModel model;
  private final ModelInput input;

  private ConvSparkModel(SavedModel model, Optional<ImageShape> shape) {
    this.model = model;
    this.input = model.input(shape);
  }

  /**
   * Reads a model, which is taken for untrusted.
   *
   * @param uri of a model.zip, a run directory, or a checkpoint, which is the model as training
   *     stood when it was written; on any Hadoop file system
   * @throws org.convspark.config.InputException if it can't be used, or nothing tells the shape of
   *     its images
   */
  public static ConvSparkModel load(SparkSession spark, String uri) {
    return load(spark, uri, Optional.empty());
  }

  /**
   * Reads a model that may not say the shape of its images, as a plain DL4J one.
   *
   * @param shape of its images; used only where the model doesn't say
   * @throws org.convspark.config.InputException as {@link #load(SparkSession, String)}, or if it
   *     doesn't take such images
   */
  public static ConvSparkModel load(SparkSession spark, String uri, ImageShape shape) {
    return load(spark, uri, Optional.of(shape));
  }

  private static ConvSparkModel load(SparkSession spark, String uri, Optional<ImageShape> shape) {
    Acceleration.apply(true);
    return new ConvSparkModel(
        SavedModel.open(uri, spark.sparkContext().hadoopConfiguration()), shape);
  }

  /** Returns the shape of the images that the model takes. */
  public ImageShape shape() {
    return input.shape();
  }

  /** Returns how many classes the model tells apart, labelled from 0. */
  public int classes() {
    return model.classes();
  }

  /**
   * Adds the columns {@code prediction} (int, the most probable class), {@code confidence} (double,
   * its probability) and {@code probabilities} (array of float, {@code [classes]}). Nothing runs
   * until the result is used, but for a look at the first row; images stream through and are never
   * collected.
   *
   * @param images with a column {@code image} of binary, {@link #shape} unsigned bytes, row-major
   *     and channel by channel; or of pictures as they are in files, or Spark's images, which are
   *     preprocessed as the model's own data was, and get a column {@code remark}. All columns are
   *     kept
   * @throws org.convspark.config.InputException if there is no such column; while running, as the
   *     cause of Spark's exception, if an image is of another size: it names the image's id
   */
  public Dataset<Row> transform(Dataset<Row> images) {
    Dataset<Row> prepared =
        new TableRows(images.sparkSession(), DataConfig.of(Settings.defaults()), input)
            .ofRows("the images to predict", images);
    return PredictionColumns.add(prepared, model.graph(), input);
  }
}
