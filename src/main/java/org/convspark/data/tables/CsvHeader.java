package org.convspark.data.tables;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.InputException;
import org.convspark.data.tables.columns.Cell;
import org.convspark.storage.Location;

/**
 * The first line of a text file of values: names of columns, or values already where all of them
 * are numbers.
 *
 * @param line as it stands there
 * @param separator between values, the one of {@code , ; | tab} that occurs most
 * @param columns their names; {@code _c0, _c1, ...} where there are none
 * @param named whether the line holds names
 */
record CsvHeader(String line, char separator, List<String> columns, boolean named) {
  /** The column of what isn't a row of that many values. */
  static final String CORRUPT = "_corrupt_record";

  private static final int MAX_BYTES = 4 << 20;
  private static final String SEPARATORS = ",\t;|";

  /** What Spark reads without being asked to. */
  private static final int SPARKS_COLUMNS = 20480;

  /**
   * Reads a file's first line.
   *
   * @throws InputException if there is none of at most 4 MiB, or the file is compressed and its
   *     name doesn't say so, by which Spark would go
   */
  static CsvHeader read(Location file) {
    try (InputStream in = file.open()) {
      InputStream head = new java.io.BufferedInputStream(in);
      head.mark(2);
      boolean gzip = head.read() == 0x1f && head.read() == 0x8b;
      head.reset();
      if (gzip != file.name().toLowerCase(Locale.ROOT).endsWith(".gz")) {
        throw new InputException(
            file.toString(),
            gzip ? "gzip" : "plain text",
            gzip ? "a name that ends in .gz" : "gzip, as the name says",
            "rename the file");
      }
      return of(file, line(file, gzip ? new GZIPInputStream(head) : head));
    } catch (IOException e) {
      throw file.unusable(e);
    }
  }

  private static String line(Location file, InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n' && b != '\r'; b = in.read()) {
      if (line.size() == MAX_BYTES) {
        throw new InputException(
            file.toString(),
            "a first line of more than 4 MiB",
            "a line for each image",
            "write the table anew, as Parquet or with line breaks");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static CsvHeader of(Location file, String line) {
    if (line.isBlank()) {
      throw new InputException(
          file.toString(),
          "an empty first line",
          "names of columns, such as label,pixel0,pixel1",
          "write a header");
    }
    char separator = ',';
    long most = 0;
    for (char each : SEPARATORS.toCharArray()) {
      long count = values(line, each).size();
      if (count > most) {
        most = count;
        separator = each;
      }
    }
    List<String> values = values(line, separator);
    boolean named = !values.stream().allMatch(value -> Cell.isNumber(value.strip()));
    return new CsvHeader(line, separator, named ? unique(values) : numbered(values.size()), named);
  }

  private static List<String> values(String line, char separator) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    return values;
  }

  /** Columns without a name, such as pandas's index, and those that have another's. */
  private static List<String> unique(List<String> names) {
    Set<String> seen = new LinkedHashSet<>();
    Set<String> lower = new LinkedHashSet<>(Set.of(CORRUPT));
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).strip();
      if (name.isEmpty() || lower.contains(name.toLowerCase(Locale.ROOT))) {
        name = name + "_c" + i;
      }
      lower.add(name.toLowerCase(Locale.ROOT));
      seen.add(name);
    }
    return List.copyOf(seen);
  }

  private static List<String> numbered(int columns) {
    return java.util.stream.IntStream.range(0, columns).mapToObj(i -> "_c" + i).toList();
  }

  /**
   * Returns what Spark is told of the columns: all are text. It complains of names that aren't the
   * line's own.
   */
  StructType schema() {
    List<String> own = named ? values(line, separator) : columns;
    boolean unique =
        own.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().count() == own.size();
    StructType schema = new StructType();
    for (String column : unique ? own : columns) {
      schema = schema.add(column, DataTypes.StringType);
    }
    return schema.add(CORRUPT, DataTypes.StringType);
  }

  /** Returns what Spark has read, with the columns' names. */
  Dataset<Row> named(Dataset<Row> rows) {
    String[] names = rows.columns();
    for (int i = 0; i < columns.size(); i++) {
      names[i] = columns.get(i);
    }
    return rows.toDF(names);
  }

  /** Returns Spark's options for the file. */
  Map<String, String> options() {
    return Map.of(
        "header", Boolean.toString(named),
        "sep", Character.toString(separator),
        "columnNameOfCorruptRecord", CORRUPT,
        "columnPruning", "false",
        "maxColumns", Integer.toString(Math.max(SPARKS_COLUMNS, columns.size() + 1)));
  }

  /** Returns the beginning of the line, for messages. */
  String beginning() {
    return "'" + (line.length() > 40 ? line.substring(0, 40) + "..." : line) + "'";
  }
}
