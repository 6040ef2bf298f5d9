package org.convspark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.convspark.ml.DigitRows.classifier;
import static org.convspark.ml.DigitRows.parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.convspark.LocalSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConvSparkClassifierTest {
  @TempDir private static Path directory;

  private static Dataset<Row> digits;
  private static ConvSparkClassificationModel model;

  @BeforeAll
  static void fit() {
    digits = DigitRows.of(60).cache();
    model = classifier().fit(digits);
  }

  @Test
  void theModelSaysHowItWasTrained() {
    assertThat(model.numClasses()).isEqualTo(10);
    assertThat(model.numFeatures()).isEqualTo(28 * 28);
    assertThat(model.hasParent()).isTrue();
    assertThat(model.uid()).isEqualTo(model.parent().uid());
    assertThat(model.getEpochs()).isEqualTo(2);
    // Left open, and decided by the training.
    assertThat(model.getAveragingFrequency()).isPositive();
    assertThat(model.getLearningRate()).isPositive();
    ConvSparkClassifier open = classifier();
    assertThat(open.isDefined(open.learningRate())).isFalse();
    assertThat(model.summary().history()).extracting(TrainingEpoch::epoch).containsExactly(1, 2);
    assertThat(model.summary().objectiveHistory()).hasSize(2).doesNotContain(Double.NaN);
    assertThat(model.summary().history(LocalSpark.session()).count()).isEqualTo(2);
  }

  @Test
  void aNetworkIsGivenAsText() {
    ConvSparkClassificationModel other =
        classifier().setNetwork("dense 512 relu\ndense classes softmax\n").fit(digits);

    assertThat(parameters(other)).isEqualTo(parameters(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "numbers", "fractions", "struct"})
  void imagesAreTakenHoweverTheyAreGiven(String column) {
    ConvSparkClassificationModel other = classifier().setFeaturesCol(column).fit(digits);

    assertThat(parameters(other)).isEqualTo(parameters(model));
    assertThat(scores(other, digits)).isEqualTo(scores(model, digits));
    assertThat(scores(model.copy(new ParamMap()).setFeaturesCol(column), digits))
        .isEqualTo(scores(model, digits));
  }

  private static List<Row> scores(ConvSparkClassificationModel scoring, Dataset<Row> rows) {
    return scoring
        .transform(rows)
        .orderBy("id")
        .select("rawPrediction", "probability", "prediction")
        .collectAsList();
  }

  /** Without an id: the order and the partitions tell nothing. */
  @Test
  void rowsAreTrainedOnAlikeHoweverTheyAreSpread() {
    ConvSparkClassifier byContent = classifier().setIdCol("");

    assertThat(parameters(byContent.fit(digits.repartition(7).orderBy(functions.desc("id")))))
        .isEqualTo(parameters(byContent.fit(digits.coalesce(1))));
    assertThat(parameters(classifier().fit(digits.repartition(5).sortWithinPartitions("label"))))
        .isEqualTo(parameters(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte", "bigint", "float", "decimal(10,2)"})
  void labelsAreOfAnyNumericType(String type) {
    Dataset<Row> cast =
        digits.withColumn("label", functions.col("label").cast(type)).where("id < 30");

    assertThat(classifier().setEpochs(1).fit(cast).numClasses()).isEqualTo(10);
  }

  @Test
  void weightsAndValidationRowsAreHeeded() {
    ConvSparkClassificationModel weighted = classifier().setWeightCol("weight").fit(digits);
    ConvSparkClassificationModel validated =
        classifier().setValidationIndicatorCol("validation").fit(digits);

    assertThat(parameters(weighted)).isNotEqualTo(parameters(model));
    assertThat(validated.summary().history())
        .allMatch(epoch -> epoch.valAccuracy() >= 0 && epoch.valAccuracy() <= 1)
        .allMatch(epoch -> epoch.examples() == 48);
    assertThat(parameters(validated))
        .isEqualTo(parameters(classifier().fit(digits.where("not validation"))));
  }

  @Test
  void thresholdsFavourClasses() {
    double[] thresholds = new double[10];
    Arrays.fill(thresholds, 1);
    thresholds[7] = 0;

    assertThat(scores(model.copy(new ParamMap()).setThresholds(thresholds), digits))
        .allMatch(row -> row.getDouble(2) == 7);
    ConvSparkClassificationModel wrong = model.copy(new ParamMap());
    assertThatThrownBy(() -> wrong.setThresholds(new double[] {0.5, 0.5}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("numClasses=10, but thresholds has length 2");
    // As the estimator's are, which can't know the classes.
    wrong.set(wrong.thresholds(), new double[] {0.5, 0.5});
    assertThatThrownBy(() -> wrong.transform(digits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("thresholds: 2 numbers found, 10 expected, one for each class");
  }

  @Test
  void oneVectorIsPredictedOnTheDriverAsInATable() {
    Row row = model.transform(digits).orderBy("id").first();

    Vector pixels = row.getAs("vector");
    assertThat(model.predict(pixels)).isEqualTo(row.<Double>getAs("prediction"));
    assertThat(model.predictProbability(pixels).toArray())
        .containsExactly(row.<Vector>getAs("probability").toArray(), within(1e-6));
  }

  @Test
  void namesOfClassesGoThroughAPipelineAndBack() throws IOException {
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new StringIndexer()
                      .setInputCol("name")
                      .setOutputCol("index")
                      .setStringOrderType("alphabetAsc"),
                  classifier().setLabelCol("index").setClassCol("said").setConfidenceCol("sure"),
                  new IndexToString().setInputCol("prediction").setOutputCol("named")
                });

    PipelineModel fitted = pipeline.fit(digits);
    Dataset<Row> scored = fitted.transform(digits);

    ConvSparkClassificationModel inside = (ConvSparkClassificationModel) fitted.stages()[1];
    assertThat(inside.classNames()).startsWith("digit 0", "digit 1").hasSize(10);
    NominalAttribute attribute =
        (NominalAttribute) Attribute.fromStructField(scored.schema().apply("prediction"));
    assertThat(attribute.values().get()).containsExactlyElementsOf(inside.classNames());
    assertThat(scored.where("named != said").count()).isZero();
    assertThat(scored.schema().simpleString())
        .isEqualTo(fitted.transformSchema(digits.schema()).simpleString());
    double accuracy =
        new MulticlassClassificationEvaluator()
            .setLabelCol("index")
            .setMetricName("accuracy")
            .evaluate(scored);
    assertThat(accuracy).isBetween(0.0, 1.0);

    String saved = directory.resolve("pipeline").toString();
    fitted.write().overwrite().save(saved);
    assertThat(PipelineModel.load(saved).transform(digits).orderBy("id").collectAsList())
        .isEqualTo(scored.orderBy("id").collectAsList());
    pipeline.write().overwrite().save(saved + "-unfitted");
    Pipeline read = Pipeline.load(saved + "-unfitted");
    assertThat(read.getStages()[1].extractParamMap().toSeq().size())
        .isEqualTo(pipeline.getStages()[1].extractParamMap().toSeq().size());
  }

  @Test
  void aModelIsSavedAndRead() throws IOException {
    String saved = directory.resolve("model").toString();

    model.save(saved);
    ConvSparkClassificationModel read = ConvSparkClassificationModel.load(saved);

    assertThat(read.uid()).isEqualTo(model.uid());
    assertThat(read.extractParamMap().toSeq().toSet())
        .isEqualTo(model.extractParamMap().toSeq().toSet());
    assertThat(parameters(read)).isEqualTo(parameters(model));
    assertThat(read.summary().history()).isEqualTo(model.summary().history());
    assertThat(scores(read, digits)).isEqualTo(scores(model, digits));
    assertThatThrownBy(() -> model.save(saved)).isInstanceOf(IOException.class);
    model.write().overwrite().save(saved);
    try (Stream<Path> files = Files.list(Path.of(saved))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("metadata", "model.zip", "history.jsonl");
    }
  }

  @Test
  void modelsAreChosenByCrossValidationTwoAtATime() throws IOException {
    ConvSparkClassifier each = classifier();
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(each.learningRate(), new double[] {0.0001, 0.003}).build();

    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(each)
            .setEvaluator(new MulticlassClassificationEvaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(1)
            .setParallelism(2)
            .fit(digits);

    assertThat(chosen.avgMetrics()).hasSize(2);
    ConvSparkClassificationModel best = (ConvSparkClassificationModel) chosen.bestModel();
    int at = 0;
    for (int i = 1; i < grid.length; i++) {
      at = chosen.avgMetrics()[i] > chosen.avgMetrics()[at] ? i : at;
    }
    assertThat(parameters(best)).isEqualTo(parameters(each.fit(digits, grid[at])));
    String saved = directory.resolve("chosen").toString();
    chosen.save(saved);
    assertThat(CrossValidatorModel.load(saved).avgMetrics()).isEqualTo(chosen.avgMetrics());
    assertThat(
            new TrainValidationSplit()
                .setEstimator(each)
                .setEvaluator(new MulticlassClassificationEvaluator())
                .setEstimatorParamMaps(grid)
                .setParallelism(2)
                .fit(digits)
                .validationMetrics())
        .hasSize(2);
  }

  @Test
  void aStreamIsPredicted() throws Exception {
    String source = directory.resolve("source").toString();
    digits.select("id", "binary", "fractions").write().parquet(source);
    Dataset<Row> stream =
        LocalSpark.session()
            .readStream()
            .schema(LocalSpark.session().read().parquet(source).schema())
            .parquet(source);

    model
        .transform(stream)
        .writeStream()
        .format("memory")
        .queryName("scored")
        .start()
        .processAllAvailable();

    List<Row> scored =
        LocalSpark.session()
            .table("scored")
            .orderBy("id")
            .select("rawPrediction", "probability", "prediction")
            .collectAsList();
    LocalSpark.session().streams().active()[0].stop();
    assertThat(scored).isEqualTo(scores(model, digits));
    assertThatThrownBy(
            () -> model.copy(new ParamMap()).setFeaturesCol("fractions").transform(stream))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pixelRange: auto found");
  }

  @Test
  void nothingIsLeftBehind() {
    digits.count();
    int cached = LocalSpark.context().sc().getPersistentRDDs().size();

    classifier().setValidationSplit(0.2).fit(digits);

    assertThat(LocalSpark.context().sc().getPersistentRDDs().size()).isEqualTo(cached);
  }

  @Test
  void aFullRunDirectoryIsWritten() throws IOException {
    Path run = directory.resolve("run");
    ConvSparkClassificationModel recorded =
        classifier().setValidationIndicatorCol("validation").setRunDir(run.toString()).fit(digits);

    try (Stream<Path> files = Files.list(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains(
              "_SUCCESS",
              "checkpoints",
              "history.jsonl",
              "metrics.json",
              "model.zip",
              "report.html",
              "run.json");
    }
    ConvSparkClassificationModel read =
        ConvSparkModel.load(LocalSpark.session(), run.toString()).setFeaturesCol("binary");
    assertThat(parameters(read)).isEqualTo(parameters(recorded));
    assertThat(scores(read, digits)).isEqualTo(scores(recorded, digits));
    assertThatThrownBy(() -> classifier().setRunDir(run.toString()).fit(digits))
        .hasMessageContaining("found an existing path");
    assertThatThrownBy(() -> classifier().setRunDir(run.toString()).setResume("auto").fit(digits))
        .hasMessageContaining("found a finished run");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".run"));
    }
  }
}
