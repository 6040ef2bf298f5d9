package org.convspark.data.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.InputException;
import org.convspark.data.preprocessing.PreprocessedPicture;
import org.convspark.data.tables.columns.ImageColumns;

/**
 * The columns of a table whose images are to be predicted: all that it has but the image's, then
 * {@code path} where pictures bring one and there is none yet, then {@code image}, as the model
 * takes it, and for pictures {@link PreprocessedPicture#REMARK}.
 *
 * @param schema of all of them
 * @param kept names of the table's own
 * @param path whether the paths that pictures bring are a column
 * @param remark whether remarks are
 */
record PredictableColumns(StructType schema, List<String> kept, boolean path, boolean remark) {
  static final String IMAGE = "image";
  private static final String PATH = "path";

  /**
   * Returns the columns for a table.
   *
   * @throws InputException if two of them would have the same name
   */
  static PredictableColumns of(Table table) {
    ImageColumns images = table.columns().images();
    Set<String> used = new HashSet<>(images.names());
    used.add(CsvHeader.CORRUPT);
    if (images.classIsDirectory()) {
      used.remove(PATH); // Beside the bytes; it names the row.
    }
    StructType schema = new StructType();
    List<String> kept = new ArrayList<>();
    for (var field : table.rows().schema().fields()) {
      if (!used.contains(field.name())) {
        schema = schema.add(field.name(), field.dataType(), true);
        kept.add(field.name());
      }
    }
    boolean path = images.hasPath() && kept.stream().noneMatch(PATH::equalsIgnoreCase);
    if (path) {
      schema = schema.add(PATH, DataTypes.StringType, true);
    }
    schema = schema.add(IMAGE, DataTypes.BinaryType, true);
    boolean remark = images.pictures();
    if (remark) {
      schema = schema.add(PreprocessedPicture.REMARK, DataTypes.StringType, true);
    }
    requireUnique(table.where(), schema);
    return new PredictableColumns(schema, kept, path, remark);
  }

  private static void requireUnique(String where, StructType schema) {
    Set<String> names = new HashSet<>();
    for (String name : Arrays.asList(schema.fieldNames())) {
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw new InputException(
            where,
            "a column '" + name + "' more than once, or beside one that is added",
            "names that can be told apart",
            "drop or rename it");
      }
    }
  }
}
