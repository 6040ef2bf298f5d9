package org.convspark.ml;

import java.util.List;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.convspark.data.ImageShape;
import org.convspark.ml.param.AugmentationParams;
import org.convspark.ml.param.ImageParams;
import org.convspark.ml.param.OptimizerParams;
import org.convspark.ml.param.ReturnsItself;
import org.convspark.ml.param.ScoreParams;
import org.convspark.ml.param.SettingParams;
import org.convspark.ml.param.TrainingParams;
import scala.Tuple3;

/**
 * A trained network as a model of Spark ML. Its params say how it was trained, those included that
 * were decided when it was.
 *
 * <p>{@link #transform} keeps all columns and adds {@code rawPrediction} (vector of the natural
 * logarithms of the probabilities), {@code probability} (vector, {@code [classes]}) and {@code
 * prediction} (double, the number of the class), whose metadata has the names of the classes; and
 * {@link #confidenceCol} and {@link #classCol} where they are set. Images stream through and are
 * never collected.
 */
public final class ConvSparkClassificationModel
    extends ProbabilisticClassificationModel<Vector, ConvSparkClassificationModel>
    implements TrainingParams,
        OptimizerParams,
        ImageParams,
        AugmentationParams,
        ScoreParams,
        ReturnsItself<ConvSparkClassificationModel>,
        MLWritable {
  private static final long serialVersionUID = 1L;

  static final String AUTO = "auto";
  static final String UNIT = "0-1";
  static final String BYTES = "0-255";

  private String uid;

  private final transient TrainedNetwork network;
  private final SettingParams settings;
  private final Param<String> confidenceCol;
  private final Param<String> classCol;
  private final Param<String> pixelRange;

  ConvSparkClassificationModel(String uid, TrainedNetwork network) {
    this(StageUid.given(uid), network);
  }

  private ConvSparkClassificationModel(StageUid given, TrainedNetwork network) {
    this.network = network;
    settings = new SettingParams(this);
    confidenceCol =
        new Param<>(
            this, "confidenceCol", "Column of the prediction's probability; none by default");
    classCol =
        new Param<>(
            this, "classCol", "Column of what the predicted class is called; none by default");
    pixelRange =
        new Param<>(
            this,
            "pixelRange",
            "What fractions in featuresCol mean: 0-1, 0-255, or auto, which is told by a look at"
                + " all rows",
            ParamValidators.inArray(new String[] {AUTO, UNIT, BYTES}));
    settings.setDefaults(this);
    setDefault(confidenceCol, "");
    setDefault(classCol, "");
    setDefault(pixelRange, AUTO);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = StageUid.take();
    }
    return uid;
  }

  @Override
  public SettingParams settings() {
    return settings;
  }

  TrainedNetwork trained() {
    return network;
  }

  @Override
  public Param<String> confidenceCol() {
    return confidenceCol;
  }

  public ConvSparkClassificationModel setConfidenceCol(String value) {
    return with(confidenceCol, value);
  }

  @Override
  public Param<String> classCol() {
    return classCol;
  }

  public ConvSparkClassificationModel setClassCol(String value) {
    return with(classCol, value);
  }

  /**
   * What fractions in {@code featuresCol}, those of a vector or an array, mean: {@code 0-1}, {@code
   * 0-255}, or {@code auto}, which is told by a look at all rows. A model that was trained on
   * fractions takes them for the same.
   */
  public Param<String> pixelRange() {
    return pixelRange;
  }

  public String getPixelRange() {
    return getOrDefault(pixelRange);
  }

  public ConvSparkClassificationModel setPixelRange(String value) {
    return with(pixelRange, value);
  }

  /** Returns the shape of the images that the model takes. */
  public ImageShape shape() {
    return network.input().shape();
  }

  @Override
  public int numClasses() {
    return network.input().classNames().size();
  }

  /** Returns how many pixels, of all channels, an image has. */
  @Override
  public int numFeatures() {
    return shape().size();
  }

  /** Returns what the classes are called, in order. */
  public List<String> classNames() {
    return network.input().classNames();
  }

  /** Returns whether it is known how the model was trained. */
  public boolean hasSummary() {
    return network.summary().isPresent();
  }

  /**
   * Returns how the model was trained.
   *
   * @throws IllegalStateException if that isn't known: it was read from a file that doesn't say
   */
  public ConvSparkTrainingSummary summary() {
    return network
        .summary()
        .orElseThrow(() -> new IllegalStateException("no history is known of " + uid()));
  }

  /**
   * Returns the schema of what {@link #transform} makes of such rows.
   *
   * @throws IllegalArgumentException for a column that isn't there or is of another type, or one
   *     that is there already: it names the param, what was found and what was expected
   */
  @Override
  public StructType transformSchema(StructType schema) {
    new Columns(schema).images("featuresCol", getFeaturesCol());
    if (isDefined(thresholds()) && getThresholds().length != numClasses()) {
      throw new IllegalArgumentException(
          "thresholds: "
              + getThresholds().length
              + " numbers found, "
              + numClasses()
              + " expected, one for each class");
    }
    return ScoreColumns.of(this).addedTo(schema, classNames());
  }

  /**
   * Predicts the images of rows, which may be a stream. Nothing runs until the result is used, but
   * for a look at all rows where {@link #pixelRange} is open and their numbers are fractions.
   *
   * @throws IllegalArgumentException as {@link #transformSchema}
   * @throws org.convspark.config.InputException while running, as the cause of Spark's exception,
   *     if an image can't be used
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    return new Scoring(this).of(dataset.toDF());
  }

  /**
   * Returns the logarithms of the probabilities for one image, on the driver.
   *
   * @param features pixels from 0 to 255, or to 1 where {@link #pixelRange} says so
   */
  @Override
  public Vector predictRaw(Vector features) {
    return Vectors.dense(ScoredRow.raw(new Scoring(this).probabilities(features)));
  }

  @Override
  public Vector raw2probabilityInPlace(Vector rawPrediction) {
    double[] values = ((DenseVector) rawPrediction).values();
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = StrictMath.exp(values[i]);
      sum += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= sum;
    }
    return rawPrediction;
  }

  /**
   * Spark's own, for summaries of its own models. It is here because in the bytecode two of Spark's
   * classes declare it of different types, which no Java class can inherit both.
   */
  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public Tuple3 findSummaryModel() {
    return new Tuple3(this, getProbabilityCol(), getPredictionCol());
  }

  @Override
  public ConvSparkClassificationModel copy(ParamMap extra) {
    return copyValues(new ConvSparkClassificationModel(uid(), network), extra).setParent(parent());
  }

  /** Returns the writer: metadata as Spark writes it, model.zip and the history. */
  @Override
  public MLWriter write() {
    return new ModelWriter(this);
  }

  /** Returns the reader of models that were saved. */
  public static MLReader<ConvSparkClassificationModel> read() {
    return new ModelReader();
  }

  /**
   * Reads a model that was saved.
   *
   * @throws org.convspark.config.InputException if its files are missing or damaged
   */
  public static ConvSparkClassificationModel load(String path) {
    return read().load(path);
  }

  @Override
  public String toString() {
    return "ConvSparkClassificationModel: uid=" + uid() + ", numClasses=" + numClasses();
  }
}
