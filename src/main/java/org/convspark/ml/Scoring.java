package org.convspark.ml;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.config.Settings;
import org.convspark.data.tables.RowImages;
import org.convspark.engine.natives.Acceleration;
import org.convspark.model.rows.PredictionColumns;
import org.convspark.model.rows.RowPixels;
import org.convspark.shims.SparkShims;

/** Puts the images of rows through a model's network. */
final class Scoring {
  private static final String ARRAY = "convspark_pixels";

  private final ConvSparkClassificationModel model;

  Scoring(ConvSparkClassificationModel model) {
    Acceleration.apply(true);
    this.model = model;
  }

  Dataset<Row> of(Dataset<Row> rows) {
    StructType schema = rows.schema();
    StructType result = model.transformSchema(schema);
    ScoreColumns added = ScoreColumns.of(model);
    if (added.names().isEmpty()) {
      return rows;
    }
    String column = model.getFeaturesCol();
    boolean vector = Columns.isVector(schema.apply(column).dataType());
    Dataset<Row> read =
        vector
            ? rows.withColumn(ARRAY, functions.vector_to_array(Features.column(column), "float64"))
            : rows;
    RowImages images =
        ranged(images(rows.sparkSession(), read.schema(), vector ? ARRAY : column), read);
    ScoredRow output =
        new ScoredRow(
            schema.size(),
            added.scores(),
            model.classNames(),
            model.isDefined(model.thresholds()) ? model.getThresholds() : null);
    Dataset<Row> scored =
        PredictionColumns.map(
            read,
            model.trained().graph(),
            model.trained().input(),
            model.getOnBadImage().equals(DataConfig.OnBad.SKIP.toString())
                ? new Lenient(images)
                : images::pixels,
            output,
            result);
    return described(scored, result);
  }

  /** Spark forgets what is said of columns where rows go through a function. */
  private static Dataset<Row> described(Dataset<Row> rows, StructType schema) {
    Dataset<Row> described = rows;
    for (StructField field : schema.fields()) {
      if (!field.metadata().equals(rows.schema().apply(field.name()).metadata())) {
        described = described.withMetadata(field.name(), field.metadata());
      }
    }
    return described;
  }

  /** Of a model that was trained on what has to be preprocessed, so has all that it predicts. */
  private RowImages images(SparkSession spark, StructType schema, String column) {
    Settings settings = Settings.defaults();
    if (model.isSet(model.imageShape())) {
      settings = settings.with("images.shape", model.getImageShape());
    }
    return RowImages.of(
        spark,
        DataConfig.of(settings),
        schema,
        column,
        model.trained().input(),
        model.isSet(model.preprocess()));
  }

  private RowImages ranged(RowImages images, Dataset<Row> rows) {
    String range = model.getPixelRange();
    if (!images.needsRange()) {
      return images;
    }
    if (!range.equals(ConvSparkClassificationModel.AUTO)) {
      return images.ranged(range.equals(ConvSparkClassificationModel.UNIT));
    }
    if (rows.isStreaming()) {
      throw new IllegalArgumentException(
          "pixelRange: auto found for fractions in a stream, at which nobody can look before;"
              + " 0-1 or 0-255 expected");
    }
    return images.ranged(images.isUnit(rows));
  }

  /** Returns the probabilities for one image, in this JVM. */
  double[] probabilities(Vector features) {
    StructType schema =
        new StructType().add(ARRAY, DataTypes.createArrayType(DataTypes.DoubleType, false));
    Object[] pixels = new Object[features.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = features.apply(i);
    }
    Row row = RowFactory.create(SparkShims.seq(Arrays.asList(pixels)));
    byte[] image =
        images(SparkSession.active(), schema, ARRAY)
            .ranged(model.getPixelRange().equals(ConvSparkClassificationModel.UNIT))
            .pixels(row)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "features: no ink found, a drawn or printed sign expected"));
    float[] output = model.trained().probabilities(image);
    double[] probabilities = new double[output.length];
    for (int i = 0; i < output.length; i++) {
      probabilities[i] = output[i];
    }
    return probabilities;
  }

  /** Predicts nothing for an image that can't be used. */
  private record Lenient(RowImages images) implements RowPixels {
    @Override
    public Optional<byte[]> of(Row row) {
      try {
        return images.pixels(row);
      } catch (InputException e) {
        return Optional.empty();
      }
    }
  }
}
