package org.convspark.data.tables.columns;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.InputException;

/**
 * Finds the column for one purpose: the one that an option names, else the one that has one of the
 * usual names and a type that will do.
 *
 * @param where the table, for errors
 * @param schema of the table
 */
public record ColumnSearch(String where, StructType schema) {
  private static final int SHOWN = 12;

  /**
   * Finds a column.
   *
   * @param option that names it: {@code --label-column}
   * @param asked the name given by it
   * @param usual names, in lower case
   * @param fits which types will do
   * @param types these in words, for errors
   * @throws InputException if the column that was asked for isn't there or has another type, or if
   *     there are several of the usual ones
   */
  Optional<StructField> find(
      String option,
      Optional<String> asked,
      List<String> usual,
      Predicate<DataType> fits,
      String types) {
    if (asked.isPresent()) {
      return Optional.of(asked(option, asked.get(), fits, types));
    }
    List<StructField> found =
        fields()
            .filter(each -> usual.contains(each.name().toLowerCase(Locale.ROOT)))
            .filter(each -> fits.test(each.dataType()))
            .toList();
    if (found.size() > 1) {
      throw several(found, option);
    }
    return found.stream().findFirst();
  }

  private StructField asked(String option, String name, Predicate<DataType> fits, String types) {
    List<StructField> found = fields().filter(each -> each.name().equals(name)).toList();
    if (found.isEmpty()) {
      found = fields().filter(each -> each.name().equalsIgnoreCase(name)).toList();
    }
    if (found.size() > 1) {
      throw several(found, option);
    }
    if (found.isEmpty()) {
      throw new InputException(
          where,
          columns(),
          "the column '" + name + "' of " + option,
          "give " + option + " one of the columns that are there");
    }
    StructField field = found.get(0);
    if (!fits.test(field.dataType())) {
      throw new InputException(
          where,
          "column '" + name + "' of " + type(field),
          types,
          "give " + option + " another column, or convert it");
    }
    return field;
  }

  private InputException several(List<StructField> found, String option) {
    return new InputException(
        where,
        found.stream()
            .map(each -> "'" + each.name() + "'")
            .collect(Collectors.joining(" and ", "columns ", "")),
        "one of them",
        "choose by " + option);
  }

  /** Returns what columns there are, in words for messages. */
  public String columns() {
    List<String> names = fields().map(each -> each.name() + " " + type(each)).limit(SHOWN).toList();
    return schema.isEmpty()
        ? "no columns"
        : "columns " + String.join(", ", names) + (schema.size() > SHOWN ? ", ..." : "");
  }

  private static String type(StructField field) {
    String type = field.dataType().simpleString();
    return type.length() > 80 ? type.substring(0, 80) + "..." : type;
  }

  private Stream<StructField> fields() {
    return Arrays.stream(schema.fields());
  }
}
