package org.convspark.model.rows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.InputException;
import org.convspark.data.ModelInput;
import org.convspark.data.preprocessing.PreprocessedPicture;
import org.convspark.model.NetworkSnapshot;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Adds to each image of a Dataset what a network predicts for it:
 *
 * <ul>
 *   <li>{@value #PREDICTION}: int, the most probable class, the lowest of equals
 *   <li>{@value #CLASS}: string, what that class is called; only where classes have names
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
  public static final String CLASS = "class";
  public static final String CONFIDENCE = "confidence";
  public static final String PROBABILITIES = "probabilities";

  /** The column that says why an image is null. */
  public static final String REMARK = PreprocessedPicture.REMARK;

  /** What errors call an image by, the first that there is. */
  private static final List<String> NAMES = List.of("id", "path");

  private PredictionColumns() {}

  /**
   * Adds the columns. Nothing runs until the result is used; then an image of another size than the
   * network's is an {@link InputException} that names it, as the cause of Spark's exception.
   *
   * @param images with a column {@value #IMAGE} of binary: {@code channels * height * width}
   *     unsigned bytes, row-major, channel by channel; other columns, such as {@code id} or {@code
   *     path}, are kept. Where one of them is {@value #REMARK}, an image may be null, and nothing
   *     is predicted for it
   * @param input what the network takes; every image has its shape
   * @throws InputException if there is no such column, or already one of the new ones, upper and
   *     lower case aside, as Spark takes names
   */
  public static Dataset<Row> add(Dataset<Row> images, ComputationGraph network, ModelInput input) {
    StructType schema = images.schema();
    boolean named = input.hasNamedClasses();
    check(schema, named);
    boolean blanks = Arrays.asList(schema.fieldNames()).contains(REMARK);
    StructType result = schema.add(PREDICTION, DataTypes.IntegerType, blanks);
    if (named) {
      result = result.add(CLASS, DataTypes.StringType, blanks);
    }
    result =
        result
            .add(CONFIDENCE, DataTypes.DoubleType, blanks)
            .add(PROBABILITIES, DataTypes.createArrayType(DataTypes.FloatType, false), blanks);
    int name =
        NAMES.stream()
            .filter(Arrays.asList(schema.fieldNames())::contains)
            .map(schema::fieldIndex)
            .findFirst()
            .orElse(ImageColumn.NAMELESS);
    return map(
        images,
        network,
        input,
        new ImageColumn(input.shape(), blanks, schema.fieldIndex(IMAGE), name),
        new ClassColumns(input),
        result);
  }

  /**
   * Predicts the images of rows. Nothing runs until the result is used, which may be a stream.
   *
   * @param input what the network takes
   * @param pixels makes its input of a row
   * @param output makes a row of the result
   * @param schema of the result
   */
  public static Dataset<Row> map(
      Dataset<Row> rows,
      ComputationGraph network,
      ModelInput input,
      RowPixels pixels,
      RowOutput output,
      StructType schema) {
    Broadcast<NetworkSnapshot> snapshot =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
            .broadcast(NetworkSnapshot.of(network));
    return rows.mapPartitions(
        new RowPredictions(snapshot, input, pixels, output), Encoders.row(schema));
  }

  private static void check(StructType schema, boolean named) {
    List<String> columns = Arrays.asList(schema.fieldNames());
    if (!columns.contains(IMAGE) || schema.apply(IMAGE).dataType() != DataTypes.BinaryType) {
      throw new InputException(
          "the images to predict",
          schema.catalogString(),
          "a column '" + IMAGE + "' of binary",
          "rename or convert the column that holds the pixels");
    }
    for (String added : List.of(PREDICTION, CLASS, CONFIDENCE, PROBABILITIES)) {
      Optional<String> taken = columns.stream().filter(added::equalsIgnoreCase).findFirst();
      if (taken.isPresent() && (named || !added.equals(CLASS))) {
        throw new InputException(
            "the images to predict",
            "a column '" + taken.get() + "'",
            "none of that name, since it is added",
            "drop or rename it");
      }
    }
  }
}
