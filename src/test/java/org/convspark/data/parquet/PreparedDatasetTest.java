package org.convspark.data.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.TestData;
import org.convspark.data.idx.IdxDatasetTest;
import org.convspark.data.idx.IdxFixture;
import org.convspark.storage.TaskErrors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedDatasetTest {
  private final SparkSession spark = LocalSpark.session();

  @TempDir Path directory;
  private Path output;
  private ImageDataset source;

  @BeforeEach
  void writeSource() {
    output = directory.resolve("prepared");
    IdxFixture.write(directory.resolve("tiny"), ".gz");
    source = TestData.open(spark, directory.resolve("tiny").toString(), TestData.NO_LIMIT, 1);
  }

  private DatasetInfo prepare(boolean overwrite) {
    return new DatasetWriter(spark, output.toString(), overwrite).write(source);
  }

  private ImageDataset open(long limit) {
    return TestData.open(spark, output.toString(), limit, 1);
  }

  @Test
  void roundTripKeepsEveryExample() throws IOException {
    DatasetInfo written = prepare(false);

    assertThat(written).isEqualTo(source.info());
    assertThat(written.name()).isEqualTo("tiny");
    assertThat(open(TestData.NO_LIMIT).info()).isEqualTo(written);
    for (Split split : written.splits()) {
      IdxDatasetTest.assertExamples(
          open(TestData.NO_LIMIT).examples(split).collect(), (int) written.count(split));
    }
    assertThat(children()).containsExactlyInAnyOrder("tiny", "prepared");
  }

  private List<String> children() throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(child -> child.getFileName().toString()).toList();
    }
  }

  @Test
  void limitKeepsOfEachClassItsShare() {
    prepare(false);

    ImageDataset limited = open(4);

    assertThat(limited.info().counts().get(Split.TRAIN)).containsExactly(2L, 1L, 1L);
    List<Example> kept = limited.examples(Split.TRAIN).collect();
    assertThat(kept).extracting(Example::label).containsExactlyInAnyOrder(0, 0, 1, 2);
    assertThat(open(4).examples(Split.TRAIN).map(Example::id).collect())
        .containsExactlyInAnyOrderElementsOf(kept.stream().map(Example::id).toList());
    assertThat(limited.info().count(Split.TEST)).isEqualTo(12);
  }

  @Test
  void existingOutputIsReplacedOnlyOnRequest() throws IOException {
    prepare(false);

    assertThatThrownBy(() -> prepare(false))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("existing output", "--overwrite");
    source = TestData.open(spark, directory.resolve("tiny").toString(), 6, 1);
    assertThat(prepare(true).count(Split.TRAIN)).isEqualTo(6);
    assertThat(children()).containsExactlyInAnyOrder("tiny", "prepared");
  }

  @Test
  void neverOverwritesWhatIsNoPreparedDataset() {
    output = directory.resolve("tiny");

    assertThatThrownBy(() -> prepare(true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("something other than a prepared dataset");
    assertThat(output.resolve("train-images-idx3-ubyte.gz")).exists();
  }

  @Test
  void failureLeavesNothingBehindAndTheOldOutputInPlace() throws IOException {
    prepare(false);
    ImageDataset broken =
        new ImageDataset() {
          @Override
          public DatasetInfo info() {
            return source.info();
          }

          @Override
          public JavaRDD<Example> examples(Split split) {
            return split == Split.TRAIN
                ? source.examples(split)
                : source.examples(split).filter(example -> example.id() > 0);
          }
        };

    assertThatThrownBy(() -> new DatasetWriter(spark, output.toString(), true).write(broken))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("[3, 4, 4] examples by class, expected [4, 4, 4]");

    assertThat(open(TestData.NO_LIMIT).info()).isEqualTo(source.info());
    assertThat(children()).containsExactlyInAnyOrder("tiny", "prepared");
  }

  /** Its files may be there in part, dataset.json not yet. */
  @Test
  void whatIsJustGettingItsNameIsNotRead() throws IOException {
    prepare(false);
    Files.createFile(directory.resolve(".prepared.publishing"));
    Files.move(output.resolve("dataset.json"), output.resolve(".dataset.json.last"));

    assertThatThrownBy(() -> open(TestData.NO_LIMIT))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("a dataset that isn't finished", "--overwrite");
    // All of it was there: who writes there next finds that out.
    assertThatThrownBy(() -> prepare(false)).hasMessageContaining("an existing output");
    assertThat(open(TestData.NO_LIMIT).info()).isEqualTo(source.info());
    assertThat(children()).containsExactlyInAnyOrder("tiny", "prepared");
  }

  @Test
  void whatWasLeftUnfinishedIsReplacedIfItIsADataset() throws IOException {
    Path left = directory.resolve(".prepared.unfinished");
    Files.createDirectories(left.resolve("checkpoints"));
    assertThatThrownBy(() -> prepare(false))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("an unfinished result of another command", "--overwrite");
    assertThat(left.resolve("checkpoints")).exists();
    Files.move(left.resolve("checkpoints"), left.resolve("train"));
    prepare(false);
    assertThat(open(TestData.NO_LIMIT).info()).isEqualTo(source.info());
    assertThat(children()).containsExactlyInAnyOrder("tiny", "prepared");
  }

  static Stream<Arguments> json() {
    return Stream.of(
        Arguments.of("\"classes\" : 3", "\"classes\" : 1", "1 for 'classes'"),
        Arguments.of("\"classes\" : 3", "\"classes\" : 4", "an array of 4 counts"),
        Arguments.of("\"classes\" : 3", "\"classes\" : 3.5", "3.5 for 'classes'"),
        Arguments.of("\"classes\" : 3,", "", "nothing for 'classes'"),
        Arguments.of("\"classes\" : 3", "\"classes\" : 3, \"classes\" : 3", "damaged JSON"),
        Arguments.of("\"height\" : 3", "\"height\" : 0", "0 for 'height'"),
        Arguments.of("\"height\" : 3", "\"height\" : 1e99", "for 'height'"),
        Arguments.of("\"height\" : 3", "\"height\" : 60000000", "67108864 values"),
        Arguments.of("\"channels\" : 1", "\"channels\" : \"1\"", "\"1\" for 'channels'"),
        Arguments.of("\"name\" : \"tiny\"", "\"name\" : \"a\\u001b[0m\"", "for 'name'"),
        Arguments.of("10, 10, 10", "10, 10, -1", "-1 for 'counts.train[2]'"),
        Arguments.of("10, 10, 10", "10, 10, 99999999999999999999", "for 'counts.train[2]'"),
        Arguments.of("10, 10, 10", "10, null, 10", "null for 'counts.train[1]'"),
        Arguments.of("\"train\" :", "\"training\" :", "[\"training\",\"test\"] for 'counts'"),
        Arguments.of("\"name\" : \"tiny\"", "\"name\" : 3", "3 for 'name', expected text"),
        Arguments.of("ubyte\" : \"", "ubyte\" : \"xyz", "64 hex digits"),
        Arguments.of("\"sha256\" : {", "\"sha256\" : null, \"x\" : {", "null for 'sha256'"),
        Arguments.of("{", "[", "damaged JSON"),
        Arguments.of("{", "", "damaged JSON"),
        Arguments.of("{", "{".repeat(3), "damaged JSON"),
        Arguments.of("{", " ".repeat(1 << 20) + "{", "more than 1 MiB"),
        Arguments.of("{", "[".repeat(100_000), "damaged JSON"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("json")
  void damagedJsonIsOneLine(String from, String to, String message) throws IOException {
    String text = DatasetJson.write(source.info());
    assertThat(text).contains(from);
    Files.createDirectories(output);
    Files.writeString(output.resolve("dataset.json"), text.replace(from, to));

    assertThatThrownBy(() -> open(TestData.NO_LIMIT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("prepared/dataset.json: found")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void countsMustBeThoseOfTheFiles() throws IOException {
    prepare(false);
    Path json = output.resolve("dataset.json");
    Files.writeString(json, Files.readString(json).replace("10, 10, 10", "10, 10, 11"));

    assertThatThrownBy(() -> open(TestData.NO_LIMIT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("prepared/train: found [10, 10, 10] examples by class")
        .hasMessageContaining("[10, 10, 11] as dataset.json says");
  }

  /** Writes a dataset whose training rows are given, as someone's own ETL might. */
  private void fabricate(DatasetInfo info, StructType schema, List<Row> train) throws IOException {
    for (Split split : info.splits()) {
      spark
          .createDataFrame(split == Split.TRAIN ? train : List.of(), schema)
          .coalesce(1)
          .write()
          .parquet(output.resolve(split.directory()).toString());
    }
    Files.writeString(output.resolve("dataset.json"), DatasetJson.write(info));
  }

  private static DatasetInfo info(Long... train) {
    return new DatasetInfo(
        "etl",
        new ImageShape(3, 2, 1),
        train.length,
        Map.of(Split.TRAIN, List.of(train), Split.TEST, List.of(new Long[] {0L, 0L})),
        Map.of());
  }

  @Test
  void acceptsOtherProgramsDatasetsWithMoreColumns() throws IOException {
    fabricate(
        info(1L, 1L),
        ParquetSplit.SCHEMA.add("note", "string"),
        List.of(
            RowFactory.create(7L, 0, new byte[6], "a"),
            RowFactory.create(3L, 1, new byte[6], "b")));

    assertThat(open(TestData.NO_LIMIT).examples(Split.TRAIN).map(Example::id).collect())
        .containsExactlyInAnyOrder(3L, 7L);
  }

  /** {@code weight} of the type, where the others are as they must be. */
  private static StructType weighted(String type) {
    return ParquetSplit.SCHEMA.add("weight", type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "double"})
  void weightsAreReadAndWritten(String type) throws IOException {
    boolean isFloat = type.equals("float");
    fabricate(
        info(1L, 2L),
        weighted(type),
        List.of(
            RowFactory.create(7L, 0, new byte[6], isFloat ? (Object) 0.25f : (Object) 0.25),
            RowFactory.create(4L, 1, new byte[6], isFloat ? (Object) 0f : (Object) 0.0),
            RowFactory.create(3L, 1, new byte[6], isFloat ? (Object) 3f : (Object) 3.0)));
    source = open(TestData.NO_LIMIT);
    assertThat(source.weighted()).isTrue();
    assertThat(weights(source)).containsExactly(3f, 0f, 0.25f);

    output = directory.resolve("again");
    prepare(false);

    assertThat(weights(open(TestData.NO_LIMIT))).containsExactly(3f, 0f, 0.25f);
    assertThat(open(TestData.NO_LIMIT).examples(Split.TEST).collect()).isEmpty();
    for (Split split : source.info().splits()) {
      assertThat(spark.read().parquet(output.resolve(split.directory()).toString()).columns())
          .containsExactly("id", "label", "image", "weight");
    }
  }

  private static List<Float> weights(ImageDataset dataset) {
    return dataset.examples(Split.TRAIN).collect().stream()
        .sorted(Comparator.comparingLong(Example::id))
        .map(Example::weight)
        .toList();
  }

  @Test
  void withoutWeightsThereIsNoColumnOfThem() {
    prepare(false);

    assertThat(source.weighted()).isFalse();
    assertThat(open(TestData.NO_LIMIT).weighted()).isFalse();
    assertThat(weights(open(TestData.NO_LIMIT))).containsOnly(1f);
    assertThat(spark.read().parquet(output.resolve("train").toString()).columns())
        .containsExactly("id", "label", "image");
  }

  static Stream<Arguments> rows() {
    StructType nullable =
        new StructType().add("id", "long").add("label", "int").add("image", "binary");
    byte[] image = new byte[6];
    return Stream.of(
        Arguments.of(nullable, RowFactory.create(5L, 2, image), "labelled 2"),
        Arguments.of(nullable, RowFactory.create(5L, -1, image), "labelled -1"),
        Arguments.of(nullable, RowFactory.create(5L, null, image), "labelled null"),
        Arguments.of(nullable, RowFactory.create(5L, 0, new byte[5]), "5 bytes for id 5"),
        Arguments.of(nullable, RowFactory.create(5L, 0, null), "no image for id 5"),
        Arguments.of(nullable, RowFactory.create(-5L, 0, image), "id -5"),
        Arguments.of(
            new StructType().add("id", "int").add("label", "int").add("image", "binary"),
            RowFactory.create(5, 0, image),
            "column 'id' of type int, expected column 'id' of type bigint"),
        Arguments.of(
            weighted("float"), RowFactory.create(5L, 0, image, -1f), "weight -1.0 for id 5"),
        Arguments.of(
            weighted("float"), RowFactory.create(5L, 0, image, Float.NaN), "weight NaN for id 5"),
        Arguments.of(
            weighted("double"), RowFactory.create(5L, 0, image, 1e300), "weight Infinity for id 5"),
        Arguments.of(
            weighted("double"), RowFactory.create(5L, 0, image, null), "weight null for id 5"),
        Arguments.of(
            weighted("string"),
            RowFactory.create(5L, 0, image, "heavy"),
            "column 'weight' of type string, expected float or double"),
        Arguments.of(
            new StructType().add("id", "long").add("label", "int"),
            RowFactory.create(5L, 0),
            "columns [id, label], expected column 'image' of type binary"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("rows")
  void badRowsNameTheSplitAndTheId(StructType schema, Row row, String message) throws IOException {
    fabricate(info(1L, 0L), schema, List.of(row));

    assertThatThrownBy(
            () -> {
              try {
                open(TestData.NO_LIMIT).examples(Split.TRAIN).collect();
              } catch (Exception e) {
                throw TaskErrors.unwrap(e);
              }
            })
        .isInstanceOf(InputException.class)
        .hasMessageContaining("prepared/train: found")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  /** Its footer and the labels, which are counted first, are whole. */
  @Test
  void aDamagedPageOfImagesNamesItsFile() throws IOException {
    prepare(false);
    Path damaged = null;
    try (Stream<Path> files = Files.list(output.resolve("train"))) {
      damaged = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(damaged);
    int at;
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(damaged.toUri()), new Configuration(false)))) {
      at =
          (int)
              reader.getFooter().getBlocks().get(0).getColumns().stream()
                  .filter(column -> column.getPath().toDotString().equals("image"))
                  .findFirst()
                  .orElseThrow()
                  .getStartingPos();
    }
    Arrays.fill(bytes, at, at + 40, (byte) 0x5a);
    Files.write(damaged, bytes);

    ImageDataset dataset = open(TestData.NO_LIMIT);
    assertThatThrownBy(
            () -> {
              try {
                dataset.examples(Split.TRAIN).collect();
              } catch (Exception e) {
                throw TaskErrors.unwrap(e);
              }
            })
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "prepared/train/part-", ".parquet: found content that can't be read");
  }

  /** A session may be set to leave damaged files out, and would train on the rest. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void damagedParquetIsOneLine(boolean ignored) throws IOException {
    prepare(false);
    try (Stream<Path> files = Files.list(output.resolve("train"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.write(file, new byte[100]);
      }
    }

    spark.conf().set("spark.sql.files.ignoreCorruptFiles", ignored);
    try {
      assertThatThrownBy(() -> open(TestData.NO_LIMIT))
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll("prepared/train", ".parquet: found no Parquet")
          .hasMessageNotContaining("\n");
    } finally {
      spark.conf().unset("spark.sql.files.ignoreCorruptFiles");
    }
  }

  @Test
  void missingSplitIsNamed() throws IOException {
    Files.createDirectories(output);
    Files.writeString(output.resolve("dataset.json"), DatasetJson.write(source.info()));

    assertThatThrownBy(() -> open(TestData.NO_LIMIT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("prepared/train: found nothing");
  }
}
