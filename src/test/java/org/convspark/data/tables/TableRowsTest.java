package org.convspark.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.BadImage;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.TestData;
import org.convspark.data.idx.IdxFixture;
import org.convspark.data.pictures.ImageSources;
import org.convspark.data.pictures.Images;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.data.tables.TableFixture.Form;
import org.convspark.storage.TaskErrors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables to predict. */
final class TableRowsTest {
  @TempDir private Path directory;

  private static Images open(String location, String... settings) {
    return open(location, new ImageShape(3, 2, 1), settings);
  }

  private static Images open(String location, ImageShape shape, String... settings) {
    ModelInput model =
        new ModelInput(
            shape, List.of("0", "1", "2"), Preprocessing.plain(Colour.of(shape.channels())));
    return new ImageSources(LocalSpark.session(), TestData.config(settings), model)
        .open(location, Split.TEST);
  }

  private String write(Dataset<Row> rows) {
    String path = directory.resolve("t").toString();
    TableFixture.write(rows, "parquet", Path.of(path));
    return path;
  }

  private static byte[] image(Row row) {
    return row.getAs("image");
  }

  @ParameterizedTest
  @EnumSource
  void everyFormBecomesWhatTheModelTakesAndOtherColumnsStay(Form form) {
    Dataset<Row> rows =
        TableFixture.table(form, 6)
            .withColumnRenamed("image", "img")
            .withColumn("when", functions.expr("array(label, 7L)"));
    // A side of 3 may be channels.
    Images images = open(write(rows), TableFixture.SHAPE);

    boolean pictures = form == Form.PICTURES || form == Form.HUB;
    boolean path = form == Form.HUB || form == Form.SPARK;
    assertThat(String.join(" ", images.rows().columns()))
        .isEqualTo("label when" + (path ? " path" : "") + " image" + (pictures ? " remark" : ""));
    List<Row> found = images.rows().collectAsList();
    assertThat(found).hasSize(6);
    for (int id = 0; id < 6; id++) {
      assertThat(image(found.get(id))).isEqualTo(IdxFixture.image(id));
      assertThat(found.get(id).<Long>getAs("label")).isEqualTo(IdxFixture.label(id));
      assertThat(found.get(id).<Long>getList(1)).containsExactly((long) IdxFixture.label(id), 7L);
    }
    assertThat(images.bad().get()).isEmpty();
  }

  @Test
  void columnsOfPixelsBecomeOne() {
    Images images = open(write(TableFixture.wide(6).drop("label")));

    assertThat(images.rows().columns()).containsExactly("image");
    assertThat(image(images.rows().collectAsList().get(5))).isEqualTo(IdxFixture.image(5));
  }

  @Test
  void csvNeedsNoClasses() throws Exception {
    Path file = directory.resolve("digits.csv");
    Files.writeString(file, "name,p0,p1,p2,p3,p4,p5\na b,1,2,3,4,5,6\n\"c,d\",7,8,9,10,11,12\n");
    List<Row> found = open(file.toString()).rows().collectAsList();

    assertThat(found).extracting(row -> row.getAs("name")).containsExactly("a b", "c,d");
    assertThat(image(found.get(1))).containsExactly(7, 8, 9, 10, 11, 12);
  }

  @Test
  void allSplitsArePredictedWhateverTheirColumns() {
    Path root = directory.resolve("data");
    TableFixture.table(Form.BINARY, 6)
        .write()
        .partitionBy("label")
        .parquet(root.resolve("train").toString());
    TableFixture.write(
        TableFixture.table(Form.HUB, 3).drop("label"), "parquet", root.resolve("test"));

    Images images = open(root.toString());
    assertThat(images.rows().count()).isEqualTo(9);
    assertThat(images.rows().filter("label is null").count()).isEqualTo(3);
  }

  @Test
  void aTableOfTheCatalogWillDo() {
    TableFixture.table(Form.BINARY, 6).createOrReplaceTempView("table_rows_digits");
    try {
      assertThat(open("table:table_rows_digits").rows().count()).isEqualTo(6);
      Images images = open("sql:SELECT label + 1 AS next, image FROM table_rows_digits");
      assertThat(images.name()).startsWith("sql:SELECT label + 1");
      assertThat(images.rows().columns()).containsExactly("next", "image");
    } finally {
      LocalSpark.session().catalog().dropTempView("table_rows_digits");
    }
  }

  private static Dataset<Row> damaged() {
    StructType schema =
        new StructType().add("id", DataTypes.StringType).add("image", DataTypes.BinaryType);
    List<byte[]> images =
        List.of(
            TableFixture.png(IdxFixture.image(0)),
            new byte[] {1, 2, 3, 4},
            TableFixture.png(IdxFixture.image(2)),
            java.util.Arrays.copyOf(TableFixture.png(IdxFixture.image(3)), 40));
    return TableFixture.table(schema, 4, id -> RowFactory.create("n" + id, images.get(id)));
  }

  @Test
  void aBadImageEndsItOrIsSkippedAndTold() {
    String path = write(damaged());

    assertThatThrownBy(() -> open(path).rows().collectAsList())
        .satisfies(
            e ->
                assertThat(TaskErrors.unwrap(e))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(".parquet, row 2: found an image of 2x2"));
    Images images = open(path, "images.on-bad=skip");
    assertThat(images.rows().collectAsList())
        .extracting(row -> row.getAs("id"))
        .containsExactly("n0", "n2");
    assertThat(images.bad().get())
        .extracting(BadImage::name)
        .hasSize(2)
        .first()
        .asString()
        .endsWith(".parquet, row 2");
  }

  @Test
  void rowsAreCalledByTheirIds() {
    Dataset<Row> rows =
        TableFixture.table(Form.HUB, 3)
            .withColumn("id", functions.expr("label + 40"))
            .withColumn("image", functions.expr("struct(null as bytes, image.path as path)"))
            .withColumn("image", functions.expr("cast(image as struct<bytes:binary,path:string>)"));
    assertThatThrownBy(() -> open(write(rows)).rows().collectAsList())
        .satisfies(
            e ->
                assertThat(TaskErrors.unwrap(e))
                    .hasMessageContaining(", id 40 (0.png): found a path, but no image"));
  }

  @Test
  void planesOfTheModelsSizeAreTakenAndOtherColoursAskedFor() {
    ImageShape colour = new ImageShape(2, 2, 3);
    byte[] planes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    StructType schema = new StructType().add("image", DataTypes.BinaryType);
    String path = write(TableFixture.table(schema, 1, id -> RowFactory.create(planes)));

    assertThat(image(open(path, colour).rows().first())).containsExactly(planes);
    assertThat(image(open(path, colour, "images.shape=2x2x3").rows().first()))
        .containsExactly(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11);
    StructType numbers =
        new StructType().add("image", DataTypes.createArrayType(DataTypes.IntegerType));
    String array = directory.resolve("array").toString();
    TableFixture.write(
        TableFixture.table(
            numbers,
            1,
            id -> RowFactory.create((Object) new Integer[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})),
        "parquet",
        Path.of(array));
    assertThatThrownBy(() -> open(array, colour).rows().first())
        .satisfies(
            e -> assertThat(TaskErrors.unwrap(e)).hasMessageContaining("--image-shape 2x2x3"));
  }

  @Test
  void namesThatWouldClashAreRefused() {
    Dataset<Row> rows = TableFixture.table(Form.HUB, 2).withColumn("Remark", functions.lit(1));
    assertThatThrownBy(() -> open(write(rows)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a column 'remark' more than once");
  }
}
