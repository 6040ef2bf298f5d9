package org.convspark.model.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.storage.text.CsvCell;

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
   * @throws InputException if there is a column of such a name already, upper and lower case aside
   */
  public Dataset<Row> shape(Dataset<Row> predictions, int classes) {
    Column confidence = functions.col(PredictionColumns.CONFIDENCE);
    Dataset<Row> rows = predictions.drop(PredictionColumns.IMAGE);
    if (minConfidence > 0) {
      int prediction = rows.schema().fieldIndex(PredictionColumns.PREDICTION);
      // The data itself may have a column of classes, where the model's have no names.
      boolean named = rows.columns()[prediction + 1].equals(PredictionColumns.CLASS);
      for (String column :
          List.of(rows.columns()).subList(prediction, prediction + (named ? 2 : 1))) {
        rows =
            rows.withColumn(
                column, functions.when(confidence.geq(minConfidence), functions.col(column)));
      }
    }
    if (!name.equals("csv")) {
      return rows;
    }
    List<Column> columns = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      if (isPlain(field)) {
        requireNoProbability(field.name(), classes);
        columns.add(cells(field));
      }
    }
    IntStream.range(0, classes)
        .mapToObj(k -> functions.col(PredictionColumns.PROBABILITIES).getItem(k).as("p" + k))
        .forEach(columns::add);
    return rows.select(columns.toArray(Column[]::new));
  }

  /** Names and texts of others, and columns that they named, start no formula. */
  private static Column cells(StructField field) {
    Column column = functions.col("`" + field.name().replace("`", "``") + "`");
    return (field.dataType() instanceof StringType
            ? functions.regexp_replace(column, CsvCell.FORMULA, CsvCell.MARK)
            : column)
        .as(CsvCell.harmless(field.name()));
  }

  private static void requireNoProbability(String column, int classes) {
    if (IntStream.range(0, classes).anyMatch(k -> column.equalsIgnoreCase("p" + k))) {
      throw new InputException(
          "the images to predict",
          "a column '" + column + "'",
          "none of that name, since csv gets it for a class",
          "rename it, or choose another --format");
    }
  }

  private static boolean isPlain(StructField field) {
    return !(field.dataType() instanceof ArrayType
        || field.dataType() instanceof MapType
        || field.dataType() instanceof StructType
        || field.dataType() instanceof BinaryType);
  }
}
