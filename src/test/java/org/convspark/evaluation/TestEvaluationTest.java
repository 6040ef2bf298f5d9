package org.convspark.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.ImageDataset;
import org.convspark.data.SameImages;
import org.convspark.data.Split;
import org.convspark.data.TestData;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with test images shows before any network is trained. */
final class TestEvaluationTest {
  private static final StructType SCHEMA =
      new StructType().add("id", "long").add("label", "int").add("image", "binary");

  private final SparkSession spark = LocalSpark.session();

  @TempDir private Path directory;

  /** A dataset of other people's, four images in two splits, with the test images given. */
  private ImageDataset open(List<Row> test) throws IOException {
    List<Row> train =
        List.of(RowFactory.create(0L, 0, new byte[6]), RowFactory.create(1L, 1, new byte[6]));
    write("train", train);
    write("test", test);
    Files.writeString(
        directory.resolve("dataset.json"),
        """
        {"name": "etl", "height": 2, "width": 3, "channels": 1, "classes": 2,
         "counts": {"train": [1, 1], "test": [1, 1]}}
        """);
    return TestData.open(spark, directory.toString());
  }

  private void write(String split, List<Row> rows) {
    spark
        .createDataFrame(rows, SCHEMA)
        .coalesce(1)
        .write()
        .parquet(directory.resolve(split).toString());
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(RowFactory.create(3L, 1, new byte[6]), "found two with the id 3"),
        Arguments.of(RowFactory.create(4L, 1, new byte[5]), "an image of 5 bytes for id 4"),
        Arguments.of(RowFactory.create(4L, 1, null), "no image for id 4"),
        Arguments.of(RowFactory.create(-4L, 1, new byte[6]), "id -4"),
        Arguments.of(RowFactory.create(4L, 2, new byte[6]), "labelled 2"),
        Arguments.of(RowFactory.create(4L, 0, new byte[6]), "[2, 0] examples by class"));
  }

  @DisplayName("F28: a repeated id, a wrong shape or label")
  @ParameterizedTest(name = "{1}")
  @MethodSource("wrong")
  void isRefused(Row row, String message) {
    assertThatThrownBy(
            () -> {
              ImageDataset dataset = open(List.of(RowFactory.create(3L, 0, new byte[6]), row));
              TestEvaluation.of(dataset).close();
            })
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsRightIsReady() throws IOException {
    List<Row> rows = new ArrayList<>();
    rows.add(RowFactory.create(3L, 0, new byte[6]));
    rows.add(RowFactory.create(4L, 1, new byte[6]));

    try (TestEvaluation evaluation = TestEvaluation.of(open(rows))) {
      assertThat(evaluation.minibatchCount()).isEqualTo(1);
    }
  }

  @Test
  void withoutTestImagesItIsSaidWhatThereIs() {
    Path train =
        SameImages.png(
            directory.resolve("digits/train"),
            SameImages.digits(Split.TRAIN, 20),
            SameImages.DIGIT,
            Integer::toString);
    ImageDataset dataset =
        TestData.open(spark, train.getParent().toString(), "images.test-split=0");

    assertThatThrownBy(() -> TestEvaluation.of(dataset))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("digits: found no test images, but 20 training images of 28x28x1");
  }
}
