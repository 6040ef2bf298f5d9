package org.convspark.model.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.data.synthetic.SyntheticDigits;
import org.convspark.model.FeatureMaps;
import org.convspark.model.NetworkSnapshot;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class RowPredictionsTest {
  private static final ImageShape SHAPE = new ImageShape(28, 28, 1);

  @Test
  void readsNoFurtherThanTheMinibatchThatIsAskedFor() throws Exception {
    ComputationGraph network = dense();
    Broadcast<NetworkSnapshot> snapshot =
        LocalSpark.context().broadcast(NetworkSnapshot.of(network));
    byte[] image = SyntheticDigits.draw(1, Split.TEST, 0);
    AtomicInteger read = new AtomicInteger();
    int images = 10 * RowPredictions.MINIBATCH + 1;
    Iterator<Row> rows =
        IntStream.range(0, images)
            .mapToObj(
                id -> {
                  read.incrementAndGet();
                  return RowFactory.create((long) id, image);
                })
            .iterator();

    ModelInput input = new ModelInput(SHAPE, List.of("0"), Preprocessing.plain(Colour.GREY));
    Iterator<Row> predictions =
        new RowPredictions(
                snapshot, input, new ImageColumn(SHAPE, false, 1, 0), new ClassColumns(input))
            .call(rows);

    for (int given = 1; given <= images; given++) {
      assertThat(predictions.next().getLong(0)).isEqualTo(given - 1);
      // The partition may be of any size, and memory isn't.
      assertThat(read.get()).isLessThanOrEqualTo(given + RowPredictions.MINIBATCH);
    }
    assertThat(predictions.hasNext()).isFalse();
    assertThat(read).hasValue(images);
  }

  private static ComputationGraph dense() {
    ComputationGraph network =
        new ComputationGraph(
            NetworkCatalog.find("dense", new Configuration(false))
                .configure(SHAPE, 10, new NeuralNetConfiguration.Builder().seed(1)));
    network.init();
    return network;
  }

  private static ModelInput input(List<String> names, Standardization last) {
    return new ModelInput(SHAPE, names, Preprocessing.plain(Colour.GREY).with(last));
  }

  private static final List<String> NAMES =
      List.of("nil", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  /** Every third image is blank, over more than a minibatch. */
  private static Dataset<Row> someBlank() {
    StructType schema =
        new StructType().add("path", "string").add("image", "binary").add("remark", "string");
    List<Row> rows =
        IntStream.range(0, 150)
            .mapToObj(
                i ->
                    i % 3 == 0
                        ? RowFactory.create("p" + i, null, "no ink found")
                        : RowFactory.create("p" + i, SyntheticDigits.draw(1, Split.TEST, i), null))
            .toList();
    return LocalSpark.session().createDataFrame(rows, schema).coalesce(1);
  }

  @Test
  void aBlankImageHasNoPredictionAndChangesNoOther() {
    ComputationGraph network = dense();
    ModelInput named = input(NAMES, Standardization.NONE);
    Dataset<Row> blanks = someBlank();

    List<Row> predicted = PredictionColumns.add(blanks, network, named).collectAsList();

    assertThat(predicted.get(0).schema().fieldNames())
        .containsExactly(
            "path", "image", "remark", "prediction", "class", "confidence", "probabilities");
    List<Row> others =
        PredictionColumns.add(blanks.where("image is not null").drop("remark"), network, named)
            .collectAsList();
    int next = 0;
    for (int i = 0; i < 150; i++) {
      Row row = predicted.get(i);
      assertThat(row.getString(0)).isEqualTo("p" + i);
      if (i % 3 == 0) {
        for (String column : List.of("prediction", "class", "confidence", "probabilities")) {
          assertThat(row.<Object>getAs(column)).isNull();
        }
      } else {
        Row other = others.get(next++);
        assertThat(row.<Integer>getAs("prediction")).isEqualTo(other.getAs("prediction"));
        assertThat(row.<String>getAs("class"))
            .isEqualTo(NAMES.get(row.<Integer>getAs("prediction")));
        assertThat(row.<Double>getAs("confidence"))
            .isCloseTo(other.<Double>getAs("confidence"), within(1e-5));
      }
    }
  }

  /** Without a column that says why, an image that isn't there is an error. */
  @Test
  void aMissingImageWithoutAReasonIsAnError() {
    Dataset<Row> rows =
        PredictionColumns.add(
            someBlank().drop("remark"), dense(), input(NAMES, Standardization.NONE));

    assertThatThrownBy(rows::collectAsList).hasStackTraceContaining("image p0: found nothing");
  }

  @Test
  void numbersAreNoNames() {
    List<String> numbers = IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    assertThat(
            PredictionColumns.add(someBlank(), dense(), input(numbers, Standardization.NONE))
                .columns())
        .doesNotContain("class");
    // Where classes have names, that column is taken.
    Dataset<Row> taken = someBlank().withColumn("class", functions.lit("x"));
    assertThat(
            PredictionColumns.add(taken, dense(), input(numbers, Standardization.NONE)).columns())
        .contains("class");
    assertThatThrownBy(
            () -> PredictionColumns.add(taken, dense(), input(NAMES, Standardization.NONE)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a column 'class'");
  }

  /** As the network says of the standardized values itself. */
  @Test
  void meanAndDeviationAreTakenIntoAccount() {
    ComputationGraph network = dense();
    byte[] image = SyntheticDigits.draw(1, Split.TEST, 1);
    Standardization last = new Standardization(List.of(0.25f), List.of(0.5f));
    INDArray values = Nd4j.create(DataType.FLOAT, 1, 1, 28, 28);
    for (int i = 0; i < image.length; i++) {
      values.putScalar(i, ((image[i] & 0xff) / 255f - 0.25f) / 0.5f);
    }
    float[] expected = network.outputSingle(values).toFloatVector();
    Dataset<Row> one = someBlank().where("path = 'p1'");

    List<Float> probabilities =
        PredictionColumns.add(one, network, input(NAMES, last)).first().getList(6);

    for (int k = 0; k < expected.length; k++) {
      assertThat(probabilities.get(k)).isCloseTo(expected[k], within(1e-5f));
    }
    List<Float> without =
        PredictionColumns.add(one, network, input(NAMES, Standardization.NONE)).first().getList(6);
    assertThat(without).isNotEqualTo(probabilities);
    assertThat(FeatureMaps.image(image, SHAPE, last)).isEqualTo(values);
  }

  @Test
  void whatIsWrittenHasNoClassWhereThereIsNone() {
    Dataset<Row> predictions =
        PredictionColumns.add(someBlank(), dense(), input(NAMES, Standardization.NONE));

    Dataset<Row> csv = new PredictionFormat("csv", 0).shape(predictions, 10);
    assertThat(csv.columns())
        .startsWith("path", "remark", "prediction", "class", "confidence", "p0", "p1")
        .endsWith("p9");
    assertThat(csv.where("prediction is null").count()).isEqualTo(50);
    assertThat(csv.where("prediction is null and (class is not null or p0 is not null)").count())
        .isZero();
    // Below the least confidence neither number nor name is told, but how probable each is.
    Dataset<Row> sure = new PredictionFormat("parquet", 1).shape(predictions, 10);
    assertThat(sure.where("prediction is not null or class is not null").count()).isZero();
    assertThat(sure.where("confidence is not null").count()).isEqualTo(100);
  }

  /** A spreadsheet would run it. */
  @Test
  void noCellOfCsvStartsAFormula() {
    List<String> names = IntStream.range(0, 10).mapToObj(k -> "=cmd|' /C calc'!A" + k).toList();
    Dataset<Row> images = someBlank().withColumn("path", functions.lit("@SUM(A1)"));
    Dataset<Row> predictions =
        PredictionColumns.add(images, dense(), input(names, Standardization.NONE));

    Dataset<Row> csv = new PredictionFormat("csv", 0).shape(predictions, 10);
    assertThat(csv.where("path = '\\'@SUM(A1)'").count()).isEqualTo(150);
    assertThat(csv.where("class like '\\'=cmd|%'").count()).isEqualTo(100);
    assertThat(csv.where("class is null").count()).isEqualTo(50);
  }
}
