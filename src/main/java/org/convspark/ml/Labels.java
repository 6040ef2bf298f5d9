package org.convspark.ml;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import scala.Option;

/** The classes of a label column. */
final class Labels {
  private Labels() {}

  /**
   * Returns what the classes are called, in order: as the column's metadata says, which
   * StringIndexer writes, else by their numbers from 0 to the highest label.
   *
   * @param column of doubles
   * @throws IllegalArgumentException for a label that is no class
   */
  static List<String> names(Dataset<Row> rows, String column) {
    Column label = Features.column(column);
    Row found =
        rows.agg(
                functions.count(functions.when(label.isNull().or(functions.isnan(label)), 1)),
                functions.min(label),
                functions.max(label),
                functions.min(functions.when(label.notEqual(functions.rint(label)), label)))
            .first();
    if (found.getLong(0) > 0) {
      throw wrong(column, found.getLong(0) + " rows without a class", "one for each");
    }
    if (found.isNullAt(1)) {
      throw wrong(column, "no rows", "some of each class");
    }
    double least = found.getDouble(1);
    double most = found.getDouble(2);
    List<String> named = named(rows.schema().apply(column));
    int classes = named.isEmpty() ? (int) most + 1 : named.size();
    double fraction = found.isNullAt(3) ? 0 : found.getDouble(3);
    if (fraction != 0 || least < 0 || most >= classes) {
      double wrong = fraction != 0 ? fraction : least < 0 ? least : most;
      throw wrong(
          column,
          wrong + "",
          named.isEmpty()
              ? "whole numbers from 0; StringIndexer makes them of anything"
              : "0 to "
                  + (classes - 1)
                  + ", as the column's metadata names "
                  + classes
                  + " classes");
    }
    return named.isEmpty()
        ? IntStream.range(0, classes).mapToObj(Integer::toString).toList()
        : named;
  }

  /** Returns what a column's metadata calls its classes; nothing where it says nothing. */
  static List<String> named(StructField field) {
    Attribute attribute = Attribute.fromStructField(field);
    if (attribute instanceof NominalAttribute nominal) {
      if (nominal.values().isDefined()) {
        return List.of(nominal.values().get());
      }
      Option<Object> count = nominal.getNumValues();
      return count.isDefined()
          ? IntStream.range(0, (int) count.get()).mapToObj(Integer::toString).toList()
          : List.of();
    }
    return attribute instanceof BinaryAttribute binary && binary.values().isDefined()
        ? List.of(binary.values().get())
        : List.of();
  }

  private static IllegalArgumentException wrong(String column, String found, String expected) {
    return new IllegalArgumentException(
        "labelCol: " + found + " in column '" + column + "' found, " + expected + " expected");
  }
}
