package org.convspark.ml;

import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.UsageException;
import org.convspark.config.training.TrainingConfig;
import org.convspark.ml.param.AugmentationSetters;
import org.convspark.ml.param.ImageSetters;
import org.convspark.ml.param.OptimizerSetters;
import org.convspark.ml.param.RunSetters;
import org.convspark.ml.param.ScoreParams;
import org.convspark.ml.param.SettingParams;
import org.convspark.ml.param.TrainingSetters;

/**
 * Trains a network on the images of a Dataset, over its executors, as an estimator of Spark ML:
 *
 * <pre>{@code
 * ConvSparkClassificationModel model =
 *     new ConvSparkClassifier().setFeaturesCol("image").setEpochs(3).fit(images);
 * }</pre>
 *
 * <p>It is the training of the command {@code train}: the same rows, settings and number of workers
 * give the same parameters, bit for bit, whatever the order and the partitioning of the rows. Rows
 * are told apart by {@link #idCol}, or by what is in them.
 *
 * <p>{@code featuresCol} is binary (pixels, unsigned bytes, row-major and channel by channel; or a
 * picture as it is in its file), a vector or an array of pixels (from 0 to 255, or from 0 to 1 in
 * all rows), or the struct of Spark's data source {@code image}. {@code labelCol} holds numbers
 * from 0, of any numeric type; what StringIndexer says of them goes into the model.
 */
public final class ConvSparkClassifier
    extends ProbabilisticClassifier<Vector, ConvSparkClassifier, ConvSparkClassificationModel>
    implements TrainingSetters<ConvSparkClassifier>,
        OptimizerSetters<ConvSparkClassifier>,
        ImageSetters<ConvSparkClassifier>,
        AugmentationSetters<ConvSparkClassifier>,
        RunSetters<ConvSparkClassifier>,
        ScoreParams,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  /** Without an initial value, which would replace the one that the superclass has asked for. */
  private String uid;

  private final SettingParams settings;
  private final Param<String> weightCol;
  private final Param<String> validationIndicatorCol;
  private final Param<String> idCol;
  private final Param<String> confidenceCol;
  private final Param<String> classCol;

  /** Makes an estimator with a uid of its own. */
  public ConvSparkClassifier() {
    this(Identifiable$.MODULE$.randomUID("convspark"));
  }

  /** Makes an estimator of a given uid. */
  public ConvSparkClassifier(String uid) {
    this(StageUid.given(uid));
  }

  private ConvSparkClassifier(StageUid given) {
    settings = new SettingParams(this);
    weightCol =
        new Param<>(this, "weightCol", "Column of weights in the training loss, of at least 0");
    validationIndicatorCol =
        new Param<>(
            this,
            "validationIndicatorCol",
            "Column of boolean: rows where it is true are for validation, and not trained on");
    idCol =
        new Param<>(
            this,
            "idCol",
            "Column of whole numbers that tell rows apart; by default 'id' if there is one, and"
                + " where there is none, or the name is empty, what is in the rows");
    confidenceCol =
        new Param<>(
            this, "confidenceCol", "Column of the prediction's probability; none by default");
    classCol =
        new Param<>(
            this, "classCol", "Column of what the predicted class is called; none by default");
    settings.setDefaults(this);
    setDefault(confidenceCol, "");
    setDefault(classCol, "");
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

  /** Column of weights in the training loss, of at least 0. */
  public Param<String> weightCol() {
    return weightCol;
  }

  public String getWeightCol() {
    return getOrDefault(weightCol);
  }

  public ConvSparkClassifier setWeightCol(String value) {
    return with(weightCol, value);
  }

  /** Column of boolean: rows where it is true are for validation, and not trained on. */
  public Param<String> validationIndicatorCol() {
    return validationIndicatorCol;
  }

  public String getValidationIndicatorCol() {
    return getOrDefault(validationIndicatorCol);
  }

  public ConvSparkClassifier setValidationIndicatorCol(String value) {
    return with(validationIndicatorCol, value);
  }

  /**
   * Column of whole numbers that tell rows apart. By default {@code id}, if there is such a column;
   * where there is none, or the name is empty, rows are told apart by what is in them.
   */
  public Param<String> idCol() {
    return idCol;
  }

  public String getIdCol() {
    return getOrDefault(idCol);
  }

  public ConvSparkClassifier setIdCol(String value) {
    return with(idCol, value);
  }

  @Override
  public Param<String> confidenceCol() {
    return confidenceCol;
  }

  public ConvSparkClassifier setConfidenceCol(String value) {
    return with(confidenceCol, value);
  }

  @Override
  public Param<String> classCol() {
    return classCol;
  }

  public ConvSparkClassifier setClassCol(String value) {
    return with(classCol, value);
  }

  /**
   * Returns the schema of what the model will make of such rows.
   *
   * @throws IllegalArgumentException for a column that isn't there or is of another type, or a
   *     param out of its range: it names the param, what was found and what was expected
   */
  @Override
  public StructType transformSchema(StructType schema) {
    Columns columns = new Columns(schema);
    columns.images("featuresCol", getFeaturesCol());
    StructField label = columns.numbers("labelCol", getLabelCol());
    if (isSet(weightCol)) {
      columns.numbers("weightCol", getWeightCol());
    }
    if (isSet(validationIndicatorCol)) {
      columns.truths("validationIndicatorCol", getValidationIndicatorCol());
      if (getValidationSplit() > 0) {
        throw new IllegalArgumentException(
            "validationSplit: "
                + getValidationSplit()
                + " found, 0 expected, since validationIndicatorCol says which rows are for"
                + " validation");
      }
    }
    if (isSet(idCol) && !getIdCol().isEmpty()) {
      columns.wholes("idCol", getIdCol());
    }
    try {
      TrainingConfig.of(settings.settings(this), () -> 1);
    } catch (UsageException e) {
      throw new IllegalArgumentException(SettingParams.words(e.getMessage()), e);
    }
    return ScoreColumns.of(this).addedTo(schema, Labels.named(label));
  }

  /**
   * Trains on all rows but those that are set aside for validation.
   *
   * @throws IllegalArgumentException if the params don't go with the rows
   * @throws org.convspark.config.InputException if an image can't be used
   */
  @Override
  public ConvSparkClassificationModel train(Dataset<?> dataset) {
    return new Fit(this, dataset.toDF()).run();
  }

  @Override
  public ConvSparkClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Returns the reader of estimators that were saved. */
  public static MLReader<ConvSparkClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads an estimator that was saved. */
  public static ConvSparkClassifier load(String path) {
    return read().load(path);
  }
}
