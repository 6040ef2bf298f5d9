package org.convspark.ml;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.convspark.data.ImageShape;
import org.convspark.engine.natives.Acceleration;
import org.convspark.model.PredictionColumns;
import org.convspark.model.SavedModel;

/**
 * A saved model as a step of anybody's Spark pipeline, in Java, Scala or spark-shell:
 *
 * <pre>{@code
 * Dataset<Row> scored = ConvSparkModel.load(spark, "hdfs:///runs/mnist").transform(images);
 * }</pre>
 */
public final class ConvSparkModel {
  private final SavedModel model;
  private final ImageShape shape;

  private ConvSparkModel(SavedModel model) {
    this.model = model;
    this.shape = model.shape();
  }

  /**
   * Reads a model, which is taken for untrusted.
   *
   * @param uri of a model.zip, a run directory, or a checkpoint, which is the model as training
   *     stood when it was written; on any Hadoop file system
   * @throws org.convspark.config.InputException if it can't be used
   */
  public static ConvSparkModel load(SparkSession spark, String uri) {
    Acceleration.apply(true);
    return new ConvSparkModel(SavedModel.open(uri, spark.sparkContext().hadoopConfiguration()));
  }

  /** Returns the shape of the images that the model takes. */
  public ImageShape shape() {
    return shape;
  }

  /** Returns how many classes the model tells apart, labelled from 0. */
  public int classes() {
    return model.classes();
  }

  /**
   * Adds the columns {@code prediction} (int, the most probable class), {@code confidence} (double,
   * its probability) and {@code probabilities} (array of float, {@code [classes]}). Nothing runs
   * until the result is used; images stream through and are never collected.
   *
   * @param images with a column {@code image} of binary, {@link #shape} unsigned bytes, row-major;
   *     all columns are kept
   * @throws org.convspark.config.InputException if there is no such column; while running, as the
   *     cause of Spark's exception, if an image is of another size: it names the image's id
   */
  public Dataset<Row> transform(Dataset<Row> images) {
    return PredictionColumns.add(images, model.graph(), shape);
  }
}
