package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;
import org.convspark.ml.ConvSparkClassificationModel;
import org.convspark.ml.ConvSparkClassifier;
import org.convspark.ml.ConvSparkModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An estimator and its model on HDFS. */
final class EstimatorHdfsIT {
  @TempDir private Path directory;

  private static Dataset<Row> digits() {
    List<Row> rows =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    RowFactory.create(
                        SyntheticDigits.label(1, Split.TRAIN, i),
                        SyntheticDigits.draw(1, Split.TRAIN, i)))
            .toList();
    return LocalSpark.session()
        .createDataFrame(
            rows,
            new StructType()
                .add("label", DataTypes.IntegerType)
                .add("features", DataTypes.BinaryType));
  }

  private static List<Row> predictions(ConvSparkClassificationModel model, Dataset<Row> rows) {
    return model.transform(rows).select("probability", "prediction").collectAsList();
  }

  @Test
  void theyAreSavedAndReadAndARunLiesBeside() throws IOException {
    try (MiniHdfs hdfs = MiniHdfs.start(directory.resolve("hdfs"), 1)) {
      Dataset<Row> digits = digits();
      ConvSparkClassifier classifier =
          new ConvSparkClassifier()
              .setNetwork("dense")
              .setEpochs(1)
              .setBatchSize(8)
              .setTestSplit(0.2)
              .setRunDir(hdfs.path("/runs/fit"));
      classifier.save(hdfs.path("/classifier"));

      ConvSparkClassificationModel model =
          ConvSparkClassifier.load(hdfs.path("/classifier")).fit(digits);
      model.save(hdfs.path("/model"));
      model.write().overwrite().save(hdfs.path("/model"));

      List<Row> expected = predictions(model, digits);
      assertThat(hdfs.list("/model")).contains("metadata", "model.zip", "history.jsonl");
      assertThat(predictions(ConvSparkClassificationModel.load(hdfs.path("/model")), digits))
          .isEqualTo(expected);
      assertThat(hdfs.list("/runs")).containsExactly("fit");
      assertThat(hdfs.list("/runs/fit"))
          .contains("_SUCCESS", "model.zip", "metrics.json", "run.json", "report.html");
      assertThat(
              predictions(
                  ConvSparkModel.load(LocalSpark.session(), hdfs.path("/runs/fit"))
                      .setFeaturesCol("features"),
                  digits))
          .isEqualTo(expected);
    }
  }
}
