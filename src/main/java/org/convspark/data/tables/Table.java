package org.convspark.data.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.convspark.config.InputException;
import org.convspark.data.Split;
import org.convspark.data.tables.columns.TableColumns;

/**
 * A table that has been opened.
 *
 * @param split that it is, where that is known
 * @param where what errors call it
 * @param rows all of its columns
 * @param columns which of them are what
 * @param ofFiles whether each row has its place in a file
 */
record Table(
    Optional<Split> split, String where, Dataset<Row> rows, TableColumns columns, boolean ofFiles) {

  /** Returns whether the classes of its images are known. */
  boolean labelled() {
    return columns.label().isPresent() || columns.images().classIsDirectory();
  }

  /** Returns the same with other columns, as a look at the table has told. */
  Table with(TableColumns other) {
    return new Table(split, where, rows, other, ofFiles);
  }

  /** Returns the rows of one split. */
  Table only(Split one, List<String> values) {
    Column column = column(columns.split().orElseThrow());
    return new Table(
        Optional.of(one), where, rows.filter(column.isin(values.toArray())), columns, ofFiles);
  }

  /** Returns the same with those columns alone that make examples. */
  Table narrow() {
    List<String> names = new ArrayList<>(columns.images().names());
    Stream.of(columns.label(), columns.id(), columns.weight())
        .flatMap(Optional::stream)
        .forEach(names::add);
    if (place(CsvHeader.CORRUPT) >= 0) {
      names.add(CsvHeader.CORRUPT);
    }
    Column[] wanted = names.stream().distinct().map(Table::column).toArray(Column[]::new);
    return new Table(split, where, rows.select(wanted), columns, ofFiles);
  }

  /** Returns a column by its name, whatever characters that has. */
  static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** Returns the place of a column; -1 where there is none. */
  int place(String name) {
    return Arrays.asList(rows.columns()).indexOf(name);
  }

  /** Returns the places of the image's columns. */
  int[] imagePlaces() {
    List<String> names = Arrays.asList(rows.columns());
    return columns.images().names().stream().mapToInt(names::indexOf).toArray();
  }

  /**
   * Checks that no two examples have the same id.
   *
   * @throws InputException if two have, or an id is missing or below 0
   */
  void requireUniqueIds() {
    if (columns.id().isEmpty()) {
      return;
    }
    String name = columns.id().get();
    Column id = functions.col("id");
    List<Row> wrong;
    try {
      wrong =
          rows.select(column(name).cast("long").as("id"))
              .groupBy(id)
              .count()
              .filter(id.isNull().or(functions.col("count").gt(1)).or(id.lt(0)))
              .orderBy(id)
              .limit(1)
              .collectAsList();
    } catch (Exception e) {
      throw TableReader.unreadable(where, e);
    }
    if (!wrong.isEmpty()) {
      long count = wrong.get(0).getLong(1);
      String found = wrong.get(0).isNullAt(0) ? "no id" : "id " + wrong.get(0).getLong(0);
      throw new InputException(
          where,
          count == 1 ? found : found + " in " + count + " rows",
          "whole numbers of at least 0, another for each row",
          "correct column '" + name + "', or give another by --id-column");
    }
  }
}
