package org.convspark.ml;

import java.util.Optional;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.sql.SparkSession;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.engine.natives.Acceleration;
import org.convspark.model.SavedModel;

/**
 * Models that the command train has written, as a step of anybody's Spark pipeline, in Java, Scala,
 * Python or spark-shell:
 *
 * <pre>{@code
 * Dataset<Row> scored = ConvSparkModel.load(spark, "hdfs:///runs/mnist").transform(images);
 * }</pre>
 */
public final class ConvSparkModel {
  private static final String IMAGE = "image";
  private static final String CONFIDENCE = "confidence";
  private static final String CLASS = "class";

  private ConvSparkModel() {}

  /**
   * Reads a model, which is taken for untrusted. Its images are expected in the column {@code
   * image}, it adds {@code confidence} and, where classes have names, {@code class}, besides the
   * columns that every {@link ConvSparkClassificationModel} adds. Binary pixels of its own size are
   * taken as they are; all other images are preprocessed as those that it was trained on.
   *
   * @param uri of a model.zip, a run directory, or a checkpoint, which is the model as training
   *     stood when it was written; on any Hadoop file system
   * @throws org.convspark.config.InputException if it can't be used, or nothing tells the shape of
   *     its images
   */
  public static ConvSparkClassificationModel load(SparkSession spark, String uri) {
    return load(spark, uri, Optional.empty());
  }

  /**
   * Reads a model that may not say the shape of its images, as a plain DL4J one.
   *
   * @param shape of its images; used only where the model doesn't say
   * @throws org.convspark.config.InputException as {@link #load(SparkSession, String)}, or if it
   *     doesn't take such images
   */
  public static ConvSparkClassificationModel load(
      SparkSession spark, String uri, ImageShape shape) {
    return load(spark, uri, Optional.of(shape));
  }

  private static ConvSparkClassificationModel load(
      SparkSession spark, String uri, Optional<ImageShape> shape) {
    Acceleration.apply(true);
    SavedModel saved = SavedModel.open(uri, spark.sparkContext().hadoopConfiguration());
    ModelInput input = saved.input(shape);
    return new ConvSparkClassificationModel(
            Identifiable$.MODULE$.randomUID("convspark"),
            TrainedNetwork.of(saved, input, Optional.empty()))
        .setFeaturesCol(IMAGE)
        .setConfidenceCol(CONFIDENCE)
        .setClassCol(input.hasNamedClasses() ? CLASS : "");
  }
}
