package org.convspark.ml;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.ProbabilisticClassifierParams;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.convspark.ml.ScoredRow.Score;
import org.convspark.ml.param.ScoreParams;

/**
 * The columns that a model adds, and what their metadata says of the classes.
 *
 * @param names by what they hold, in their order; without those whose param is empty
 */
record ScoreColumns(Map<Score, String> names) {
  private static final Map<Score, String> PARAMS =
      Map.of(
          Score.RAW, "rawPredictionCol",
          Score.PROBABILITY, "probabilityCol",
          Score.PREDICTION, "predictionCol",
          Score.CONFIDENCE, "confidenceCol",
          Score.CLASS, "classCol");

  /** Returns the columns that an estimator or a model asks for. */
  static <P extends ProbabilisticClassifierParams & ScoreParams> ScoreColumns of(P params) {
    Map<Score, String> names = new EnumMap<>(Score.class);
    names.put(Score.RAW, params.getRawPredictionCol());
    names.put(Score.PROBABILITY, params.getProbabilityCol());
    names.put(Score.PREDICTION, params.getPredictionCol());
    names.put(Score.CONFIDENCE, params.getConfidenceCol());
    names.put(Score.CLASS, params.getClassCol());
    names.values().removeIf(String::isEmpty);
    return new ScoreColumns(names);
  }

  List<Score> scores() {
    return List.copyOf(names.keySet());
  }

  /**
   * Returns a schema with these columns behind.
   *
   * @param classNames what the classes are called; empty where that isn't known yet
   * @throws IllegalArgumentException if it has one of them already
   */
  StructType addedTo(StructType schema, List<String> classNames) {
    StructType added = schema;
    for (Map.Entry<Score, String> each : names.entrySet()) {
      new Columns(added).none(PARAMS.get(each.getKey()), each.getValue());
      added = added.add(field(each.getKey(), each.getValue(), classNames));
    }
    return added;
  }

  /** What is predicted for a picture without any ink in it is null. */
  private static StructField field(Score score, String name, List<String> classNames) {
    boolean known = !classNames.isEmpty();
    return switch (score) {
      case RAW, PROBABILITY ->
          new StructField(
              name,
              SQLDataTypes.VectorType(),
              true,
              known ? new AttributeGroup(name, classNames.size()).toMetadata() : Metadata.empty());
      case PREDICTION ->
          new StructField(
              name,
              DataTypes.DoubleType,
              true,
              known
                  ? NominalAttribute.defaultAttr()
                      .withName(name)
                      .withValues(classNames.toArray(String[]::new))
                      .toMetadata()
                  : Metadata.empty());
      case CONFIDENCE -> new StructField(name, DataTypes.DoubleType, true, Metadata.empty());
      case CLASS -> new StructField(name, DataTypes.StringType, true, Metadata.empty());
    };
  }
}
