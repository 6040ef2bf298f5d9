package org.convspark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;
import org.convspark.model.ModelFile;
import org.convspark.model.ModelOrigin;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class ConvSparkModelTest {
  private static final ImageShape SHAPE = new ImageShape(28, 28, 1);

  private static final DatasetInfo DIGITS =
      new DatasetInfo(
          "digits", SHAPE, 10, Map.of(Split.TEST, Collections.nCopies(10, 1L)), Map.of());

  /** Two partitions of a full minibatch and a short one. */
  private static final int COUNT = 300;

  @TempDir private static Path directory;

  private static String runs;
  private static String images;

  @BeforeAll
  static void writeAModelAndATable() throws Exception {
    runs = directory.resolve("runs").toString();
    images = directory.resolve("images").toString();
    ComputationGraph network =
        new ComputationGraph(
            NetworkCatalog.find("convnet", new Configuration())
                .configure(
                    SHAPE,
                    10,
                    new NeuralNetConfiguration.Builder()
                        .seed(3)
                        .weightInit(WeightInit.XAVIER_UNIFORM)));
    network.init();
    Path run = Files.createDirectories(directory.resolve("runs/mnist"));
    Files.createFile(run.resolve("_SUCCESS"));
    try (OutputStream out = Files.newOutputStream(run.resolve("model.zip"))) {
      ModelFile.write(network, Optional.of(ModelOrigin.json("convnet", DIGITS)), out);
    }
    try (OutputStream out = Files.newOutputStream(directory.resolve("bare.zip"))) {
      ModelFile.write(network, Optional.empty(), out);
    }
    table(28 * 28).write().parquet(images);
  }

  private static Dataset<Row> table(int bytes) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      byte[] image = SyntheticDigits.draw(1, Split.TEST, i);
      rows.add(
          RowFactory.create(
              i == 250 ? Arrays.copyOf(image, bytes) : image, "customer " + i, (long) i));
    }
    StructType schema =
        new StructType()
            .add("image", DataTypes.BinaryType)
            .add("customer", DataTypes.StringType)
            .add("id", DataTypes.LongType);
    return LocalSpark.session().createDataFrame(rows, schema).repartition(2);
  }

  @Test
  void aModelThatDoesNotSayTheShapeIsToldIt() {
    String bare = directory.resolve("bare.zip").toString();

    assertThatThrownBy(() -> ConvSparkModel.load(LocalSpark.session(), bare))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("or in a program give load the shape");
    ConvSparkClassificationModel told = ConvSparkModel.load(LocalSpark.session(), bare, SHAPE);
    assertThat(told.shape()).isEqualTo(SHAPE);
    Dataset<Row> digits = LocalSpark.session().read().parquet(images);
    assertThat(told.transform(digits).select("id", "prediction", "confidence").collectAsList())
        .isEqualTo(
            ConvSparkModel.load(LocalSpark.session(), runs + "/mnist")
                .transform(digits)
                .select("id", "prediction", "confidence")
                .collectAsList());
  }

  @Test
  void columnsCanBeChosenAndFiltered() {
    List<Row> rows =
        ConvSparkModel.load(LocalSpark.session(), runs + "/mnist")
            .transform(LocalSpark.session().read().parquet(images))
            .select("customer", "prediction", "confidence")
            .where("confidence >= 0.1")
            .collectAsList();

    assertThat(rows).hasSize(COUNT);
    assertThat(rows).extracting(row -> row.getDouble(1)).allMatch(p -> p >= 0 && p < 10);
    assertThat(rows).extracting(row -> row.getDouble(2)).allMatch(c -> c >= 0.1 && c <= 1);
  }

  @Test
  void saysWhatPlainDl4jSays() throws Exception {
    ComputationGraph plain =
        ComputationGraph.load(directory.resolve("runs/mnist/model.zip").toFile(), false);

    for (Row row :
        ConvSparkModel.load(LocalSpark.session(), runs + "/mnist/model.zip")
            .transform(table(784))
            .collectAsList()) {
      byte[] image = row.getAs("image");
      float[] pixels = new float[784];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (image[i] & 0xff) / 255f;
      }
      INDArray expected = plain.outputSingle(Nd4j.create(pixels, new long[] {1, 1, 28, 28}, 'c'));
      double[] probabilities = row.<Vector>getAs("probability").toArray();
      assertThat(probabilities).hasSize(10);
      for (int k = 0; k < 10; k++) {
        assertThat(probabilities[k]).isCloseTo(expected.getFloat(0, k), within(1e-5));
      }
      double prediction = row.getAs("prediction");
      double confidence = row.getAs("confidence");
      assertThat(confidence).isEqualTo(probabilities[(int) prediction]);
      assertThat(Arrays.stream(probabilities)).allMatch(p -> p <= confidence);
    }
  }

  /** As binaryFile reads files, whose pictures say what their pixels do. */
  @Test
  void picturesAreMadeTheModelsInput() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setDataElements(0, 0, 28, 28, SyntheticDigits.draw(1, Split.TEST, i));
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image, "png", png);
      rows.add(RowFactory.create((long) i, png.toByteArray()));
    }
    StructType schema =
        new StructType().add("id", DataTypes.LongType).add("image", DataTypes.BinaryType);
    ConvSparkClassificationModel model = ConvSparkModel.load(LocalSpark.session(), runs + "/mnist");

    assertThat(
            model
                .transform(LocalSpark.session().createDataFrame(rows, schema))
                .orderBy("id")
                .select("prediction", "confidence")
                .collectAsList())
        .isEqualTo(
            model
                .transform(LocalSpark.session().read().parquet(images).where("id < 20"))
                .orderBy("id")
                .select("prediction", "confidence")
                .collectAsList());
  }

  @Test
  void keepsTheOrderAndRunsNoMoreThanAsked() {
    Dataset<Row> scored =
        ConvSparkModel.load(LocalSpark.session(), runs + "/mnist")
            .transform(LocalSpark.session().read().parquet(images).coalesce(1).orderBy("id"));

    assertThat(scored.takeAsList(5))
        .extracting(row -> row.getAs("id"))
        .containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void anImageOfAnotherSizeIsNamedByItsId() {
    Dataset<Row> scored =
        ConvSparkModel.load(LocalSpark.session(), runs + "/mnist").transform(table(700));

    assertThatThrownBy(scored::collectAsList)
        .hasStackTraceContaining(
            "image 250: found 700 bytes, expected 784 bytes for the model's 28x28x1");
  }

  @Test
  void aTableWithoutImagesOrWithTheNewColumnsIsRefusedAtOnce() {
    ConvSparkClassificationModel model = ConvSparkModel.load(LocalSpark.session(), runs + "/mnist");

    assertThatThrownBy(() -> model.transform(table(784).drop("image")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "featuresCol: no column 'image' found, but customer string, id bigint; one of them"
                + " expected, set by featuresCol");
    assertThatThrownBy(() -> model.transform(model.transform(table(784))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a column 'rawPrediction' found, none expected");
  }
}
