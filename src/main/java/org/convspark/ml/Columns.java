package org.convspark.ml;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Checks of the columns that params name: each error says which, what it is and what it may be. */
final class Columns {
  private static final int SHOWN = 80;

  private final StructType schema;

  Columns(StructType schema) {
    this.schema = schema;
  }

  /** Checks a column of images. */
  StructField images(String param, String name) {
    StructField field = find(param, name);
    DataType type = field.dataType();
    boolean struct =
        type instanceof StructType image
            && Arrays.asList(image.fieldNames()).containsAll(List.of("height", "width", "data"));
    if (!(type instanceof BinaryType) && !isVector(type) && !isPixels(type) && !struct) {
      throw wrong(
          param, field, "binary, a vector, an array of numbers or the struct of Spark's images");
    }
    return field;
  }

  static boolean isVector(DataType type) {
    return type.equals(SQLDataTypes.VectorType());
  }

  private static boolean isPixels(DataType type) {
    DataType inner = type;
    while (inner instanceof ArrayType array) {
      inner = array.elementType();
    }
    return type instanceof ArrayType && inner instanceof NumericType;
  }

  /** Checks a column of numbers. */
  StructField numbers(String param, String name) {
    StructField field = find(param, name);
    if (!(field.dataType() instanceof NumericType)) {
      throw wrong(
          param,
          field,
          param.equals("labelCol")
              ? "numbers of classes from 0; StringIndexer makes them of names"
              : "numbers");
    }
    return field;
  }

  /** Checks a column of whole numbers. */
  StructField wholes(String param, String name) {
    StructField field = find(param, name);
    if (!(field.dataType() instanceof IntegralType)) {
      throw wrong(param, field, "whole numbers");
    }
    return field;
  }

  /** Checks a column of truths. */
  StructField truths(String param, String name) {
    StructField field = find(param, name);
    if (!(field.dataType() instanceof BooleanType)) {
      throw wrong(param, field, "boolean");
    }
    return field;
  }

  /** Checks that there is no column of a name yet, upper and lower case aside. */
  void none(String param, String name) {
    if (Arrays.stream(schema.fieldNames()).anyMatch(name::equalsIgnoreCase)) {
      throw new IllegalArgumentException(
          param
              + ": a column '"
              + name
              + "' found, none expected, since it is added; drop it, or"
              + " set "
              + param
              + " to another name");
    }
  }

  private StructField find(String param, String name) {
    return Arrays.stream(schema.fields())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    param
                        + ": no column '"
                        + name
                        + "' found, but "
                        + Arrays.stream(schema.fields())
                            .limit(12)
                            .map(each -> each.name() + " " + type(each))
                            .collect(Collectors.joining(", "))
                        + (schema.size() > 12 ? ", ..." : "")
                        + "; one of them expected, set by "
                        + param));
  }

  private static IllegalArgumentException wrong(String param, StructField field, String expected) {
    return new IllegalArgumentException(
        param
            + ": column '"
            + field.name()
            + "' of "
            + type(field)
            + " found, "
            + expected
            + " expected");
  }

  private static String type(StructField field) {
    String type = field.dataType().simpleString();
    return type.length() > SHOWN ? type.substring(0, SHOWN) + "..." : type;
  }
}
