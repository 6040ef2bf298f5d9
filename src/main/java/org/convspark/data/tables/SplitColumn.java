package org.convspark.data.tables;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.convspark.config.InputException;
import org.convspark.data.Split;
import org.convspark.data.SplitNames;

/** Divides a table by a column that says what each row is for. */
final class SplitColumn {
  private SplitColumn() {}

  /**
   * Returns the part of each split that there is.
   *
   * @param table with such a column
   * @throws InputException for a value that stands for no split
   */
  static List<Table> divide(Table table) {
    Column column = Table.column(table.columns().split().orElseThrow());
    List<Row> found;
    try {
      found = table.rows().select(column).distinct().orderBy(column).limit(1000).collectAsList();
    } catch (Exception e) {
      throw TableReader.unreadable(table.where(), e);
    }
    Map<Split, List<String>> values = new EnumMap<>(Split.class);
    for (Row row : found) {
      String value = row.isNullAt(0) ? "null" : row.getString(0);
      Split split =
          SplitNames.of(value)
              .orElseThrow(
                  () ->
                      new InputException(
                          table.where(),
                          "'" + value + "' in column '" + table.columns().split().get() + "'",
                          "train, validation or test",
                          "correct it, or give another column by --split-column"));
      values.computeIfAbsent(split, any -> new ArrayList<>()).add(value);
    }
    List<Table> parts = new ArrayList<>();
    values.forEach((split, some) -> parts.add(table.only(split, some)));
    return parts;
  }
}
