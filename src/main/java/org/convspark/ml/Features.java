package org.convspark.ml;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.DataConfig;
import org.convspark.config.Settings;
import org.convspark.data.Split;

/**
 * The rows that an estimator is given, as a dataset is made of them.
 *
 * @param rows of each split, with the columns that make examples and no others
 * @param columns which of them are what
 */
record Features(Map<Split, Dataset<Row>> rows, DataConfig.Columns columns) {
  private static final String ID = "id";

  /** Takes what an estimator's params name. */
  static Features of(ConvSparkClassifier estimator, Dataset<Row> given) {
    String image = estimator.getFeaturesCol();
    Optional<String> weight =
        estimator.isSet(estimator.weightCol())
            ? Optional.of(estimator.getWeightCol())
            : Optional.empty();
    Optional<String> id = id(estimator, given.schema());
    Map<String, Column> wanted = new LinkedHashMap<>();
    wanted.put(image, images(given.schema(), image));
    wanted.put(estimator.getLabelCol(), column(estimator.getLabelCol()));
    weight.ifPresent(name -> wanted.put(name, column(name)));
    id.ifPresent(name -> wanted.put(name, column(name)));
    Column[] selected = wanted.values().toArray(Column[]::new);
    Map<Split, Dataset<Row>> rows = new EnumMap<>(Split.class);
    if (estimator.isSet(estimator.validationIndicatorCol())) {
      Column validation = coalesce(column(estimator.getValidationIndicatorCol()), lit(false));
      rows.put(Split.TRAIN, given.filter(not(validation)).select(selected));
      rows.put(Split.VALIDATION, given.filter(validation).select(selected));
    } else {
      rows.put(Split.TRAIN, given.select(selected));
    }
    return new Features(
        rows,
        new DataConfig.Columns(
            Optional.of(image),
            Optional.of(estimator.getLabelCol()),
            id,
            weight,
            Optional.empty()));
  }

  private static Optional<String> id(ConvSparkClassifier estimator, StructType schema) {
    if (estimator.isSet(estimator.idCol())) {
      return Optional.of(estimator.getIdCol()).filter(name -> !name.isEmpty());
    }
    boolean there =
        Arrays.asList(schema.fieldNames()).contains(ID)
            && schema.apply(ID).dataType() instanceof IntegralType;
    return there ? Optional.of(ID) : Optional.empty();
  }

  /** Images of vectors are arrays. */
  private static Column images(StructType schema, String name) {
    Column column = column(name);
    return Columns.isVector(schema.apply(name).dataType())
        ? vector_to_array(column, "float64").as(name)
        : column;
  }

  /** Returns a column by its name, whatever characters that has. */
  static Column column(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  /** Returns what is asked of the data. */
  DataConfig config(Settings settings) {
    DataConfig asked = DataConfig.of(settings);
    return new DataConfig(
        asked.limit(),
        asked.seed(),
        asked.preprocess(),
        asked.shape(),
        asked.testSplit(),
        asked.onBad(),
        columns);
  }
}
