package org.convspark.data.tables;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.data.idx.IdxFixture;

/** Tables of the images that {@link IdxFixture} writes, 3x2 pixels of 3 classes, in many forms. */
final class TableFixture {
  /** What is wanted of pixels that come without a shape. */
  static final String SHAPE = "images.shape=3x2";

  /** The ways in which a table holds images. */
  enum Form {
    BINARY(DataTypes.BinaryType, IdxFixture::image),
    PICTURES(DataTypes.BinaryType, id -> png(IdxFixture.image(id))),
    HUB(
        new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType),
        id -> RowFactory.create(png(IdxFixture.image(id)), id + ".png")),
    SPARK(
        new StructType()
            .add("origin", DataTypes.StringType)
            .add("height", DataTypes.IntegerType)
            .add("width", DataTypes.IntegerType)
            .add("nChannels", DataTypes.IntegerType)
            .add("mode", DataTypes.IntegerType)
            .add("data", DataTypes.BinaryType),
        id -> RowFactory.create("file:/" + id + ".png", 3, 2, 1, 0, IdxFixture.image(id))),
    FLAT(DataTypes.createArrayType(DataTypes.IntegerType), id -> numbers(id).toArray()),
    UNIT(
        DataTypes.createArrayType(DataTypes.FloatType),
        id -> numbers(id).stream().map(v -> v / 255f).toArray()),
    ROWS(
        DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.ShortType)),
        id -> nested(numbers(id).stream().map(Integer::shortValue).toList())),
    CHANNELS_LAST(
        DataTypes.createArrayType(
            DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.DoubleType))),
        id -> nested(numbers(id).stream().map(v -> new Object[] {v.doubleValue()}).toList()));

    private final DataType type;
    private final IntFunction<Object> value;

    Form(DataType type, IntFunction<Object> value) {
      this.type = type;
      this.value = value;
    }
  }

  private TableFixture() {}

  static List<Integer> numbers(int id) {
    byte[] image = IdxFixture.image(id);
    return IntStream.range(0, image.length).mapToObj(i -> image[i] & 0xff).toList();
  }

  /** Rows of two. */
  private static Object[] nested(List<?> values) {
    return IntStream.range(0, values.size() / 2)
        .mapToObj(y -> new Object[] {values.get(2 * y), values.get(2 * y + 1)})
        .toArray();
  }

  /** A grey PNG of 3 rows and 2 columns. */
  static byte[] png(byte[] pixels) {
    BufferedImage image = new BufferedImage(2, 3, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, 2, 3, pixels);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A table with columns {@code label: bigint} and {@code image}. */
  static Dataset<Row> table(Form form, int count) {
    return table(
        new StructType().add("label", DataTypes.LongType).add("image", form.type),
        count,
        id -> RowFactory.create((long) IdxFixture.label(id), form.value.apply(id)));
  }

  /** A table of so many rows, in their order, in one partition. */
  static Dataset<Row> table(StructType schema, int count, IntFunction<Row> row) {
    List<Row> rows = new ArrayList<>();
    IntStream.range(0, count).forEach(id -> rows.add(row.apply(id)));
    return LocalSpark.session().createDataFrame(rows, schema).coalesce(1);
  }

  /** A table with a column for each pixel. */
  static Dataset<Row> wide(int count) {
    StructType schema = new StructType().add("label", DataTypes.IntegerType);
    for (int i = 0; i < 6; i++) {
      schema = schema.add("pixel" + i, DataTypes.IntegerType);
    }
    return table(
        schema,
        count,
        id -> {
          List<Object> values = new ArrayList<>(List.of(IdxFixture.label(id)));
          values.addAll(numbers(id));
          return RowFactory.create(values.toArray());
        });
  }

  /** Writes a training and a test table in directories of these names. */
  static String write(Path root, String format, Form form) {
    write(table(form, 30), format, root.resolve("train"));
    write(table(form, IdxFixture.TEST), format, root.resolve("test"));
    return root.toString();
  }

  static void write(Dataset<Row> table, String format, Path directory) {
    table.write().format(format).option("header", "true").save(directory.toString());
  }
}
