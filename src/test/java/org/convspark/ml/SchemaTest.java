package org.convspark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convspark.ml.DigitRows.classifier;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.convspark.config.InputException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is wrong is said in one line, by the names of params and columns. */
final class SchemaTest {
  private static Dataset<Row> digits;

  @BeforeAll
  static void draw() {
    digits = DigitRows.of(20).cache();
  }

  private static void refused(ConvSparkClassifier classifier, String message) {
    assertThatThrownBy(() -> classifier.transformSchema(digits.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> classifier.fit(digits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void columnsThatDoNotFitAreNamed() {
    refused(
        classifier().setFeaturesCol("picture"),
        "featuresCol: no column 'picture' found, but id bigint, label int, name string");
    refused(
        classifier().setFeaturesCol("name"),
        "featuresCol: column 'name' of string found, binary, a vector, an array of numbers or the"
            + " struct of Spark's images expected");
    refused(
        classifier().setLabelCol("name"),
        "labelCol: column 'name' of string found, numbers of classes from 0; StringIndexer makes"
            + " them of names expected");
    refused(
        classifier().setWeightCol("binary"), "weightCol: column 'binary' of binary found, numbers");
    refused(
        classifier().setValidationIndicatorCol("label"),
        "validationIndicatorCol: column 'label' of int found, boolean expected");
    refused(
        classifier().setIdCol("weight"), "idCol: column 'weight' of double found, whole numbers");
    refused(
        classifier().setPredictionCol("Label"),
        "predictionCol: a column 'Label' found, none expected, since it is added");
  }

  @Test
  void paramsOutOfTheirRangeAreCalledByTheirNames() {
    refused(classifier().setEpochs(0), "epochs: 0 given, 1 or more expected");
    refused(classifier().setBatchSize(-1), "batchSize: -1 given");
    refused(classifier().setOptimizer("best"), "optimizer: best given, one of sgd");
    refused(
        classifier().setValidationIndicatorCol("validation").setValidationSplit(0.5),
        "validationSplit: 0.5 found, 0 expected");
    assertThatThrownBy(() -> classifier().setNetwork("convnets").fit(digits))
        .hasMessageContaining("convnet");
  }

  @Test
  void labelsThatAreNoClassesAreShown() {
    for (String wrong : new String[] {"label - 1", "label + 0.5", "null"}) {
      assertThatThrownBy(
              () ->
                  classifier()
                      .fit(digits.withColumn("label", functions.expr(wrong).cast("double"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("labelCol: ")
          .hasMessageContaining("in column 'label' found, ");
    }
  }

  @Test
  void rowsOfTheSameIdAreRefusedByTheParamsName() {
    assertThatThrownBy(() -> classifier().fit(digits.union(digits)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found id 0 in 2 rows")
        .hasMessageContaining("idCol");
    assertThat(classifier().setIdCol("").fit(digits.union(digits)).numClasses()).isEqualTo(10);
  }
}
