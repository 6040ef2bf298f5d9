package org.convspark.model;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Adds to each image of a Dataset what a network predicts for it:
 *
 * <ul>
 *   <li>{@value #PREDICTION}: int, the most probable class, the lowest of equals
 *   <li>{@value #CONFIDENCE}: double, 0 to 1, its probability
 *   <li>{@value #PROBABILITIES}: array of float, {@code [classes]}
 * </ul>
 *
 * <p>Images stream through each partition in its own order, {@value RowPredictions#MINIBATCH} at a
 * time, so memory doesn't grow with their number. Evaluation shuffles them into the same
 * minibatches every time instead; the probabilities of the two may differ in the last bits.
 */
public final class PredictionColumns {
  public static final String IMAGE = "image";
  public static final String PREDICTION = "prediction";
  public static final String CONFIDENCE = "confidence";
  public static final String PROBABILITIES = "probabilities";

  /** What errors call an image by, the first that there is. */
  private static final List<String> NAMES = List.of("id", "path");

  private PredictionColumns() {}

  /**
   * Adds the columns. Nothing runs until the result is used; then an image of another size than the
   * network's is an {@link InputException} that names it, as the cause of Spark's exception.
   *
   * @param images with a column {@value #IMAGE} of binary: {@code channels * height * width}
   *     unsigned bytes, row-major, channel by channel; other columns, such as {@code id} or {@code
   *     path}, are kept
   * @param shape of every image
   * @throws InputException if there is no such column, or already one of the new ones
   */
  public static Dataset<Row> add(Dataset<Row> images, ComputationGraph network, ImageShape shape) {
    StructType schema = images.schema();
    check(schema);
    StructType result =
        schema
            .add(PREDICTION, DataTypes.IntegerType, false)
            .add(CONFIDENCE, DataTypes.DoubleType, false)
            .add(PROBABILITIES, DataTypes.createArrayType(DataTypes.FloatType, false), false);
    Broadcast<NetworkSnapshot> snapshot =
        JavaSparkContext.fromSparkContext(images.sparkSession().sparkContext())
            .broadcast(NetworkSnapshot.of(network));
    int name =
        NAMES.stream()
            .filter(Arrays.asList(schema.fieldNames())::contains)
            .map(schema::fieldIndex)
            .findFirst()
            .orElse(RowPredictions.NAMELESS);
    return images.mapPartitions(
        new RowPredictions(snapshot, shape, schema.fieldIndex(IMAGE), name), Encoders.row(result));
  }

  private static void check(StructType schema) {
    List<String> columns = Arrays.asList(schema.fieldNames());
    if (!columns.contains(IMAGE) || schema.apply(IMAGE).dataType() != DataTypes.BinaryType) {
      throw new InputException(
          "the images to predict",
          schema.catalogString(),
          "a column '" + IMAGE + "' of binary",
          "rename or convert the column that holds the pixels");
    }
    for (String added : List.of(PREDICTION, CONFIDENCE, PROBABILITIES)) {
      if (columns.contains(added)) {
        throw new InputException(
            "the images to predict",
            "a column '" + added + "'",
            "none of that name, since it is added",
            "drop or rename it");
      }
    }
  }
}
