package org.convspark.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.convspark.LocalSpark;
import org.convspark.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the same rows an estimator trains what the command trains, bit for bit. */
final class FitEqualsTrainTest {
  private static final Map<String, String> SPARK =
      Map.of(
          "spark.master", "local[2]",
          "spark.ui.enabled", "false",
          "spark.driver.host", "localhost",
          "spark.driver.bindAddress", "127.0.0.1");

  @TempDir private static Path directory;

  private static String table;

  @BeforeAll
  static void train() {
    table = directory.resolve("table").toString();
    DigitRows.of(60).select("id", "label", "binary", "weight", "split").write().parquet(table);
    LocalSpark.session().stop();
    SPARK.forEach(System::setProperty);
    try {
      String command =
          "train --network lenet-5 --data @table --image-column binary --epochs 2 --batch-size 8"
              + " --workers 2 --validation-split 0.25 --optimizer adam --dropout 0.2 --augment"
              + " --out @run";
      assertThat(Main.run(command.replace("@", directory + "/").split(" +"))).isZero();
    } finally {
      SPARK.keySet().forEach(System::clearProperty);
    }
  }

  @AfterAll
  static void stop() {
    LocalSpark.session().stop();
  }

  private static ConvSparkClassificationModel fit(Dataset<Row> rows) {
    return new ConvSparkClassifier()
        .setFeaturesCol("binary")
        .setWeightCol("weight")
        .setNetwork("lenet-5")
        .setEpochs(2)
        .setBatchSize(8)
        .setWorkers(2)
        .setValidationSplit(0.25)
        .setOptimizer("adam")
        .setDropout(0.2)
        .setAugment(true)
        .fit(rows);
  }

  @Test
  void itIsTheSameModel() {
    Dataset<Row> rows = LocalSpark.session().read().parquet(table).where("split = 'train'");
    ConvSparkClassificationModel trained =
        ConvSparkModel.load(LocalSpark.session(), directory.resolve("run").toString());

    assertThat(DigitRows.parameters(fit(rows))).isEqualTo(DigitRows.parameters(trained));
    assertThat(DigitRows.parameters(fit(rows.repartition(7).sortWithinPartitions("label"))))
        .isEqualTo(DigitRows.parameters(trained));
  }
}
