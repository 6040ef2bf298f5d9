package org.convspark.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.Datasets;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.TestData;
import org.convspark.data.idx.IdxFixture;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.tables.TableFixture.Form;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TableSourceTest {
  private static final Map<Split, List<String>> idxFacts = new EnumMap<>(Split.class);
  private static ImageDataset idx;

  @TempDir private Path directory;

  private static ImageDataset open(String location, String... settings) {
    return TestData.open(LocalSpark.session(), location, settings);
  }

  /** So that few images will do. */
  private static ImageDataset openUndivided(String location, String... settings) {
    List<String> all = new ArrayList<>(List.of("images.test-split=0", TableFixture.SHAPE));
    all.addAll(List.of(settings));
    return open(location, all.toArray(String[]::new));
  }

  private static List<Example> examples(ImageDataset dataset, Split split) {
    return dataset.examples(split).collect().stream()
        .sorted(Comparator.comparingLong(Example::id))
        .toList();
  }

  private static List<String> facts(List<Example> examples) {
    return examples.stream()
        .map(each -> each.id() + " " + each.label() + " " + Arrays.toString(each.image()))
        .toList();
  }

  /** Id, label and image of each example are those of the same images as IDX. */
  private static void isTheSameAsIdx(ImageDataset dataset) {
    assertThat(dataset.info().shape()).isEqualTo(idx.info().shape());
    assertThat(dataset.info().counts()).isEqualTo(idx.info().counts());
    assertThat(dataset.info().labels()).isEqualTo(idx.info().labels());
    idxFacts.forEach(
        (split, facts) -> assertThat(facts(examples(dataset, split))).isEqualTo(facts));
  }

  @BeforeAll
  static void openIdx(@TempDir Path directory) {
    idx = open(IdxFixture.write(directory, "").toString());
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      idxFacts.put(split, facts(examples(idx, split)));
    }
  }

  private String table(String name, Dataset<Row> rows) {
    Path path = directory.resolve(name);
    TableFixture.write(rows, "parquet", path);
    return path.toString();
  }

  @ParameterizedTest
  @EnumSource
  void everyFormOfImagesIsTheSameAsIdx(Form form) {
    String root = TableFixture.write(directory.resolve("data"), "parquet", form);

    isTheSameAsIdx(open(root, TableFixture.SHAPE));
  }

  @ParameterizedTest
  @CsvSource({"orc,HUB", "orc,UNIT", "avro,BINARY", "avro,ROWS", "avro,SPARK"})
  void otherFormatsAreToo(String format, Form form) {
    isTheSameAsIdx(
        open(TableFixture.write(directory.resolve("data"), format, form), TableFixture.SHAPE));
  }

  @Test
  void aColumnForEachPixelIsToo() {
    Path root = directory.resolve("data");
    TableFixture.write(TableFixture.wide(30), "parquet", root.resolve("train"));
    TableFixture.write(TableFixture.wide(12), "orc", root.resolve("orc"));
    TableFixture.write(TableFixture.wide(12), "parquet", root.resolve("test"));

    assertThatThrownBy(() -> open(root.toString()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("files of one kind");
    Path parquet = directory.resolve("parquet");
    TableFixture.write(TableFixture.wide(30), "parquet", parquet.resolve("train"));
    TableFixture.write(TableFixture.wide(12), "parquet", parquet.resolve("test"));
    isTheSameAsIdx(open(parquet.toString(), TableFixture.SHAPE));
  }

  @Test
  void idsDontDependOnHowFilesAreRead() {
    Path root = directory.resolve("data");
    TableFixture.table(Form.BINARY, 30)
        .repartitionByRange(4, functions.col("label"))
        .write()
        .option("parquet.block.size", 1024)
        .parquet(root.resolve("train").toString());
    TableFixture.write(TableFixture.table(Form.BINARY, 12), "parquet", root.resolve("test"));
    List<String> before = facts(examples(open(root.toString(), TableFixture.SHAPE), Split.TRAIN));
    assertThat(before).hasSize(30).first().asString().startsWith("0 0 ");

    LocalSpark.session().conf().set("spark.sql.files.maxPartitionBytes", "200");
    LocalSpark.session().conf().set("spark.sql.files.openCostInBytes", "1");
    try {
      ImageDataset again = open(root.toString(), TableFixture.SHAPE);
      assertThat(again.examples(Split.TRAIN).getNumPartitions()).isGreaterThan(4);
      assertThat(facts(examples(again, Split.TRAIN))).isEqualTo(before);
    } finally {
      LocalSpark.session().conf().unset("spark.sql.files.maxPartitionBytes");
      LocalSpark.session().conf().unset("spark.sql.files.openCostInBytes");
    }
  }

  @Test
  void anIdColumnIsUsedAndChecked() {
    Dataset<Row> rows =
        TableFixture.table(Form.BINARY, 6).withColumn("id", functions.expr("label * 100 + 7"));
    String twice = table("twice", rows);
    assertThatThrownBy(() -> open(twice, TableFixture.SHAPE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found id 7 in 2 rows")
        .hasMessageContaining("--id-column");

    String once = table("once", rows.limit(3));
    ImageDataset dataset = openUndivided(once);
    assertThat(examples(dataset, Split.TRAIN))
        .extracting(Example::id)
        .containsExactly(7L, 107L, 207L);

    String negative = table("negative", rows.limit(3).withColumn("id", functions.expr("-label")));
    assertThatThrownBy(() -> open(negative, TableFixture.SHAPE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found id -2, expected whole numbers of at least 0");
  }

  @Test
  void aColumnOfWeightsCounts() {
    Dataset<Row> rows =
        TableFixture.table(Form.BINARY, 6).withColumn("weight", functions.expr("label / 2"));
    ImageDataset dataset = openUndivided(table("weights", rows));

    assertThat(dataset.weighted()).isTrue();
    assertThat(examples(dataset, Split.TRAIN))
        .extracting(Example::weight)
        .containsExactly(0f, 0.5f, 1f, 0f, 0.5f, 1f);
    String negative = table("negative", rows.withColumn("weight", functions.expr("0.5 - label")));
    assertThatThrownBy(() -> open(negative, TableFixture.SHAPE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("row 2: found weight -0.5 (and 3 more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tinyint", "int", "double", "decimal(5,2)", "string"})
  void labelsMayBeOfAnyTypeThatIsWhole(String type) {
    Dataset<Row> rows =
        TableFixture.table(Form.BINARY, 6)
            .withColumn("label", functions.col("label").cast(type))
            .withColumnRenamed("label", "target");
    ImageDataset dataset = openUndivided(table("t", rows));

    assertThat(dataset.info().classNames()).isEmpty();
    assertThat(examples(dataset, Split.TRAIN))
        .extracting(Example::label)
        .containsExactly(0, 1, 2, 0, 1, 2);
  }

  @Test
  void labelsMayBeNamesOrTruths() {
    Dataset<Row> rows = TableFixture.table(Form.BINARY, 6);
    String names =
        table(
            "names", rows.withColumn("label", functions.expr("array('owl', 'bee', 'cat')[label]")));
    ImageDataset dataset = openUndivided(names);
    assertThat(dataset.info().classNames()).containsExactly("bee", "cat", "owl");
    assertThat(examples(dataset, Split.TRAIN).get(0).label()).isEqualTo(2);

    String truths = table("truths", rows.withColumn("label", functions.expr("label = 1")));
    assertThat(open(truths, TableFixture.SHAPE).info().classNames())
        .containsExactly("false", "true");
  }

  @Test
  void whatIsWrongWithARowIsToldOrTheRowSkipped() {
    Dataset<Row> rows =
        TableFixture.table(Form.BINARY, 9)
            .withColumn("label", functions.expr("if(label = 2, null, label)"));
    String path = table("t", rows);

    assertThatThrownBy(() -> open(path, TableFixture.SHAPE))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(
            ".*\\.parquet, row 3: found no class \\(and 2 more .*\\), expected one for every.*");
    ImageDataset dataset = openUndivided(path, "images.on-bad=skip");
    assertThat(dataset.badImages()).hasSize(3);
    assertThat(examples(dataset, Split.TRAIN))
        .extracting(Example::id)
        .containsExactly(0L, 1L, 3L, 4L, 6L, 7L);
  }

  @Test
  void numbersThatAreNoPixelsAreBad() {
    StructType schema =
        new StructType()
            .add("y", DataTypes.IntegerType)
            .add("pixels", DataTypes.createArrayType(DataTypes.DoubleType));
    List<Double[]> images =
        List.of(
            new Double[] {0d, 255d, 7d, 1d},
            new Double[] {0d, 0.5, 7d, 1d},
            new Double[] {0d, Double.NaN, 7d, 1d},
            new Double[] {0d, null, 7d, 1d},
            new Double[] {0d, 256d, 7d, 1d},
            new Double[] {-1d, 2d, 7d, 1d},
            new Double[] {1d, 2d, 3d},
            new Double[] {255d, 0d, 0d, 0d});
    String path =
        table(
            "t",
            TableFixture.table(
                schema, images.size(), id -> RowFactory.create(id % 2, images.get(id))));

    ImageDataset dataset = open(path, "images.on-bad=skip", "images.test-split=0");
    assertThat(dataset.info().shape()).isEqualTo(new ImageShape(2, 2, 1));
    assertThat(examples(dataset, Split.TRAIN)).extracting(Example::id).containsExactly(0L, 7L);
    assertThat(dataset.badImages())
        .extracting(bad -> bad.problem().found())
        .containsExactly(
            "0.5 in value 1",
            "NaN in value 1",
            "null in value 1",
            "256.0 in value 1",
            "-1.0 in value 0",
            "3 values for an image");
  }

  @Test
  void floatsAreLightOnlyIfAllOfThemAre() {
    DataType floats = DataTypes.createArrayType(DataTypes.FloatType);
    StructType schema = new StructType().add("label", DataTypes.IntegerType).add("img", floats);
    String light =
        table(
            "light",
            TableFixture.table(
                schema, 4, id -> RowFactory.create(id % 2, new Float[] {0f, 1f, 0.5f, id / 255f})));
    ImageDataset dataset = open(light, "images.test-split=0");
    assertThat(examples(dataset, Split.TRAIN).get(3).image())
        .containsExactly(0, (byte) 255, (byte) 128, 3);
    assertThat(dataset.remarks()).contains("Pixels are numbers from 0 to 1, and taken times 255");

    String bytes =
        table(
            "bytes",
            TableFixture.table(
                schema,
                4,
                id -> RowFactory.create(id % 2, new Float[] {0f, 1f, 0f, id == 3 ? 2f : 1f})));
    assertThat(examples(open(bytes, "images.test-split=0"), Split.TRAIN).get(0).image())
        .containsExactly(0, 1, 0, 1);
  }

  @Test
  void coloursAreAskedForAndPutInOrder() {
    byte[] interleaved = new byte[12];
    IntStream.range(0, 12).forEach(i -> interleaved[i] = (byte) i);
    StructType schema =
        new StructType().add("label", DataTypes.IntegerType).add("image", DataTypes.BinaryType);
    String path =
        table("t", TableFixture.table(schema, 4, id -> RowFactory.create(id % 2, interleaved)));

    assertThatThrownBy(() -> open(path))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--image-shape 2x2x3")
        .hasMessageContaining("3x2x2");
    ImageDataset last = openUndivided(path, "images.shape=2x2x3");
    assertThat(last.info().shape()).isEqualTo(new ImageShape(2, 2, 3));
    assertThat(last.examples(Split.TRAIN).first().image())
        .containsExactly(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11);
    assertThat(openUndivided(path, "images.shape=3x2x2").examples(Split.TRAIN).first().image())
        .containsExactly(interleaved);
  }

  @Test
  void forAModelUndividedImagesAreTestImagesOfItsShape() {
    String path = table("t", TableFixture.table(Form.BINARY, 12));
    ModelInput model =
        new ModelInput(
            new ImageShape(3, 2, 1), List.of("0", "1", "2", "3"), Preprocessing.plain(Colour.GREY));
    ImageDataset dataset =
        new Datasets(LocalSpark.session(), TestData.config()).open(path, Optional.of(model));

    assertThat(dataset.info().counts()).isEqualTo(Map.of(Split.TEST, List.of(4L, 4L, 4L, 0L)));
    assertThat(facts(examples(dataset, Split.TEST))).isEqualTo(idxFacts.get(Split.TEST));
  }

  @Test
  void pixelsThatBeginAsAFileMightAreNone() {
    StructType schema =
        new StructType().add("label", DataTypes.IntegerType).add("image", DataTypes.BinaryType);
    byte[] icon = Arrays.copyOf(new byte[] {0, 0, 1, 0}, 25);
    byte[] jpegXl = Arrays.copyOf(new byte[] {-1, 10}, 25);
    byte[] anymap = Arrays.copyOf(new byte[] {'P', '5', '\n'}, 25);
    String path =
        table(
            "t",
            TableFixture.table(
                schema, 3, id -> RowFactory.create(id % 2, List.of(icon, jpegXl, anymap).get(id))));

    assertThat(examples(open(path, "images.test-split=0"), Split.TRAIN))
        .extracting(Example::image)
        .containsExactly(icon, jpegXl, anymap);
  }

  @Test
  void sparksImagesAreBlueFirstAndMayBeTransparent() {
    StructType image = (StructType) sparkImage();
    StructType schema = new StructType().add("label", DataTypes.IntegerType).add("image", image);
    byte[] bgr = {1, 2, 3, 4, 5, 6};
    byte[] bgra = {1, 2, 3, (byte) 255, 9, 9, 9, 0};
    String path =
        table(
            "t",
            TableFixture.table(
                schema,
                4,
                id ->
                    RowFactory.create(
                        id % 2,
                        id < 2
                            ? RowFactory.create("a" + id, 1, 2, 3, 16, bgr)
                            : RowFactory.create("a" + id, 1, 2, 4, 24, bgra))));
    ImageDataset dataset = open(path, "images.test-split=0");

    List<Example> examples = examples(dataset, Split.TRAIN);
    assertThat(examples.get(0).image()).containsExactly(3, 6, 2, 5, 1, 4);
    assertThat(examples.get(2).image()).containsExactly(3, -1, 2, -1, 1, -1);
    String bad =
        table(
            "bad",
            TableFixture.table(
                schema,
                3,
                id ->
                    RowFactory.create(
                        id % 2,
                        id == 2
                            ? RowFactory.create("a", -1, -1, -1, -1, new byte[0])
                            : RowFactory.create("a", 1, 2, 3, 16, bgr))));
    assertThatThrownBy(() -> open(bad))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("an image of mode -1 with -1 channels");
  }

  private static DataType sparkImage() {
    return TableFixture.table(Form.SPARK, 1).schema().apply("image").dataType();
  }

  @Test
  void binaryFilesHaveTheirDirectoriesAsClasses() {
    StructType schema =
        new StructType()
            .add("path", DataTypes.StringType)
            .add("length", DataTypes.LongType)
            .add("content", DataTypes.BinaryType);
    String path =
        table(
            "t",
            TableFixture.table(
                schema,
                4,
                id ->
                    RowFactory.create(
                        "hdfs://h/p/" + (id % 2 == 0 ? "owl" : "bee") + "/" + id + ".png",
                        7L,
                        id == 3 ? new byte[] {1, 2} : TableFixture.png(IdxFixture.image(id)))));

    assertThatThrownBy(() -> open(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("hdfs://h/p/bee/3.png: found 2 bytes that are no picture");
    ImageDataset dataset = open(path, "images.on-bad=skip", "images.test-split=0");
    assertThat(dataset.info().classNames()).containsExactly("bee", "owl");
    assertThat(examples(dataset, Split.TRAIN)).extracting(Example::label).containsExactly(1, 0, 1);
  }

  @Test
  void directoriesOfHiveAreColumns() {
    Path root = directory.resolve("data");
    TableFixture.table(Form.BINARY, 30)
        .write()
        .partitionBy("label")
        .option("compression", "gzip")
        .parquet(root.resolve("train").toString());
    TableFixture.table(Form.BINARY, 12)
        .write()
        .partitionBy("label")
        .parquet(root.resolve("test").toString());
    ImageDataset divided = open(root.toString(), TableFixture.SHAPE);
    assertThat(divided.info().counts().get(Split.TRAIN)).containsExactly(10L, 10L, 10L);
    assertThat(divided.info().counts().get(Split.TEST)).containsExactly(4L, 4L, 4L);

    Path keyed = directory.resolve("keyed");
    TableFixture.table(Form.BINARY, 12)
        .withColumn("split", functions.expr("if(label = 1, 'val', 'train')"))
        .write()
        .partitionBy("split", "label")
        .parquet(keyed.toString());
    ImageDataset byKey = open(keyed.toString(), TableFixture.SHAPE);
    assertThat(byKey.info().counts().get(Split.TRAIN)).containsExactly(4L, 0L, 4L);
    assertThat(byKey.info().counts().get(Split.TEST)).containsExactly(0L, 4L, 0L);
    assertThat(byKey.remarks())
        .contains("No test images: the validation images are the test images");
  }

  @Test
  void aColumnDividesATable() {
    Dataset<Row> rows =
        TableFixture.table(Form.BINARY, 12)
            .withColumn("part", functions.expr("if(label = 0, 'Test', 'train')"));
    String path = table("t", rows);

    assertThat(open(path, TableFixture.SHAPE, "columns.split=part").info().counts().get(Split.TEST))
        .containsExactly(4L, 0L, 0L);
    String other = table("u", rows.withColumn("part", functions.lit("half")));
    assertThatThrownBy(() -> open(other, TableFixture.SHAPE, "columns.split=part"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found 'half' in column 'part'");
  }

  @Test
  void columnsAreNotGuessed() {
    Dataset<Row> rows = TableFixture.table(Form.BINARY, 6);
    String two = table("two", rows.withColumn("class", functions.col("label")));
    assertThatThrownBy(() -> open(two, TableFixture.SHAPE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found columns 'label' and 'class', expected one of them")
        .hasMessageContaining("--label-column");
    assertThat(openUndivided(two, "columns.label=class").info().classes()).isEqualTo(3);

    String images = table("images", rows.withColumn("img", functions.col("image")));
    assertThatThrownBy(() -> open(images, TableFixture.SHAPE))
        .hasMessageContaining("'image' and 'img'")
        .hasMessageContaining("--image-column");
    String none = table("none", rows.withColumnRenamed("label", "kind"));
    assertThatThrownBy(() -> open(none, TableFixture.SHAPE))
        .hasMessageContaining("columns kind bigint, image binary")
        .hasMessageContaining("--label-column");
    String nothing = table("nothing", rows.drop("image"));
    assertThatThrownBy(() -> open(nothing))
        .hasMessageContaining("expected a column of images")
        .hasMessageContaining("--image-column");
    assertThatThrownBy(() -> open(none, "columns.image=kind"))
        .hasMessageContaining("column 'kind' of bigint");
    assertThatThrownBy(() -> open(none, "columns.image=missing"))
        .hasMessageContaining("the column 'missing' of --image-column");
  }

  @Test
  void columnsThatDifferInCapitalsAreNotGuessed() {
    LocalSpark.session().conf().set("spark.sql.caseSensitive", true);
    String path;
    try {
      path =
          table(
              "t", TableFixture.table(Form.BINARY, 6).withColumn("Label", functions.col("label")));
      assertThatThrownBy(() -> open(path, TableFixture.SHAPE))
          .hasMessageContaining("columns 'label' and 'Label'")
          .hasMessageContaining("--label-column");
    } finally {
      LocalSpark.session().conf().unset("spark.sql.caseSensitive");
    }
    assertThatThrownBy(() -> open(path, TableFixture.SHAPE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than one column 'label'")
        .hasMessageContaining("--label-column");
  }

  @Test
  void filesThatArentOfOneTableAreRefused() {
    Path root = directory.resolve("data");
    TableFixture.write(TableFixture.table(Form.BINARY, 6), "parquet", root);
    TableFixture.table(Form.ROWS, 6).write().mode(SaveMode.Append).parquet(root.toString());
    assertThatThrownBy(() -> open(root.toString(), TableFixture.SHAPE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(".parquet");

    Path unlike = directory.resolve("unlike");
    TableFixture.write(TableFixture.table(Form.BINARY, 6), "parquet", unlike.resolve("a/k=1"));
    TableFixture.write(TableFixture.table(Form.BINARY, 6), "parquet", unlike.resolve("b/k=1"));
    assertThatThrownBy(() -> open(unlike.toString(), TableFixture.SHAPE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("partitions of more than one table");
  }
}
