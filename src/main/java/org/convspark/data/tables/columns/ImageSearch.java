package org.convspark.data.tables.columns;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.InputException;

/**
 * Finds the column, or the columns, that hold a table's images.
 *
 * @param search in the table
 * @param text whether all values are text, whose types are told by the first row
 * @param shape of pixels that come without one
 * @param channelsLast whether a pixel's channels are innermost; null to tell by their number
 */
record ImageSearch(ColumnSearch search, boolean text, FlatShape shape, Boolean channelsLast) {
  static final String OPTION = "--image-column";

  private static final List<String> USUAL =
      List.of("image", "img", "picture", "pixels", "content", "data", "bytes");
  private static final String TYPES =
      "binary, a struct of bytes or of Spark's images, or arrays of numbers";
  private static final String CONTENT = "content";
  private static final String PATH = "path";

  /**
   * Finds the images.
   *
   * @param asked the column given by the option
   * @param taken names of columns that are something else
   * @throws InputException if there are none, or several
   */
  ImageColumns find(Optional<String> asked, Collection<String> taken) {
    Optional<StructField> one =
        search.find(OPTION, asked, USUAL, type -> columns("", type) != null, TYPES);
    if (one.isPresent()) {
      String name = one.get().name();
      return name.equals(CONTENT) && isFileTable()
          ? new StoredPictures(List.of(CONTENT, PATH), -1, -1)
          : columns(name, one.get().dataType());
    }
    PixelColumns pixels = pixelColumns(taken);
    if (pixels.names().isEmpty()) {
      throw new InputException(
          search.where(),
          search.columns(),
          "a column of images, called 'image', or a column for each pixel",
          "give its name by " + OPTION);
    }
    FlatShape numbers = shape.ofNumbers();
    numbers.require(search.where(), pixels.names().size());
    boolean look = text || pixels.names().stream().anyMatch(name -> isFraction(type(name)));
    return new FlatPixels(pixels.names(), false, look, numbers, PixelRange.BYTES);
  }

  /** Returns the columns of numbers that are pixels, and those that are nothing. */
  PixelColumns pixelColumns(Collection<String> taken) {
    return PixelColumns.of(
        Arrays.stream(search.schema().fields())
            .filter(each -> each.dataType() instanceof NumericType)
            .map(StructField::name)
            .filter(name -> !taken.contains(name))
            .toList());
  }

  /** As Spark's {@code binaryFile} makes them. */
  private boolean isFileTable() {
    List<String> names = Arrays.asList(search.schema().fieldNames());
    return names.contains(PATH)
        && type(PATH) instanceof StringType
        && type(CONTENT) instanceof BinaryType;
  }

  private DataType type(String name) {
    return search.schema().apply(name).dataType();
  }

  /** How a column of a type holds images; null if it can't. */
  private ImageColumns columns(String name, DataType type) {
    if (type instanceof BinaryType) {
      return new BinaryColumn(name, shape, false);
    }
    if (type instanceof StructType struct) {
      return SparkImageColumn.is(struct) ? new SparkImageColumn(name) : pictures(name, struct);
    }
    int depth = 0;
    DataType inner = type;
    while (inner instanceof ArrayType array) {
      inner = array.elementType();
      depth++;
    }
    if (!(inner instanceof NumericType) || depth < 1 || depth > 3) {
      return null;
    }
    boolean look = isFraction(inner);
    return depth == 1
        ? new FlatPixels(List.of(name), true, look, shape.ofNumbers(), PixelRange.BYTES)
        : new NestedPixels(name, depth, look, channelsLast, PixelRange.BYTES);
  }

  private static ImageColumns pictures(String name, StructType struct) {
    List<String> fields = Arrays.asList(struct.fieldNames());
    int bytes = fields.indexOf("bytes");
    int path = fields.indexOf(PATH);
    if (bytes < 0 || !(struct.apply(bytes).dataType() instanceof BinaryType)) {
      return null;
    }
    boolean named = path >= 0 && struct.apply(path).dataType() instanceof StringType;
    return new StoredPictures(List.of(name), bytes, named ? path : -1);
  }

  private static boolean isFraction(DataType type) {
    return type instanceof NumericType && !(type instanceof IntegralType);
  }
}
