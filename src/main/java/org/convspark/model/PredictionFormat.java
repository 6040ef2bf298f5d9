package org.convspark.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;

/**
 * How predictions are written.
 *
 * @param name as Spark knows it: parquet, csv or json
 * @param minConfidence the probability, 0 to 1, below which an image gets no prediction
 */
public record PredictionFormat(String name, double minConfidence) {
  private static final List<String> NAMES = List.of("parquet", "csv", "json");

  /**
   * Returns the format that the settings ask for.
   *
   * @throws UsageException if the format isn't known, or the confidence isn't from 0 to 1
   */
  public static PredictionFormat of(Settings settings) {
    String name = settings.string("predict.format");
    if (!NAMES.contains(name)) {
      throw new UsageException("--format", name, String.join(", ", NAMES));
    }
    double minConfidence = settings.number("predict.min-confidence");
    if (!(minConfidence >= 0 && minConfidence <= 1)) {
      throw new UsageException("--min-confidence", minConfidence, "a probability, 0 to 1");
    }
    return new PredictionFormat(name, minConfidence);
  }

  /**
   * Returns the columns to write: all but the image, and the prediction null below the least
   * confidence. Csv has no arrays, and gets a column {@code p0}, {@code p1}, ... for each class
   * instead.
   *
   * @param predictions with the columns of {@link PredictionColumns}
   */
  public Dataset<Row> shape(Dataset<Row> predictions, int classes) {
    Column confidence = functions.col(PredictionColumns.CONFIDENCE);
    Dataset<Row> rows = predictions.drop(PredictionColumns.IMAGE);
    if (minConfidence > 0) {
      rows =
          rows.withColumn(
              PredictionColumns.PREDICTION,
              functions.when(
                  confidence.geq(minConfidence), functions.col(PredictionColumns.PREDICTION)));
    }
    if (!name.equals("csv")) {
      return rows;
    }
    List<Column> columns = new ArrayList<>();
    Arrays.stream(rows.schema().fields())
        .filter(field -> isPlain(field))
        .forEach(field -> columns.add(functions.col("`" + field.name() + "`")));
    IntStream.range(0, classes)
        .mapToObj(k -> functions.col(PredictionColumns.PROBABILITIES).getItem(k).as("p" + k))
        .forEach(columns::add);
    return rows.select(columns.toArray(Column[]::new));
  }

  private static boolean isPlain(StructField field) {
    return !(field.dataType() instanceof ArrayType
        || field.dataType() instanceof MapType
        || field.dataType() instanceof StructType
        || field.dataType() instanceof BinaryType);
  }
}
