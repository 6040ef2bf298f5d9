package org.convspark.data.tables;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.convspark.config.InputException;
import org.convspark.data.conversion.RawImage;
import org.convspark.data.tables.columns.Cell;
import org.convspark.data.tables.columns.ImageColumns;
import org.convspark.data.tables.columns.RowFacts;

/** Makes images of the rows of a table, on an executor. */
final class ReadImages implements FlatMapFunction<Iterator<Row>, RawImage> {
  private static final long serialVersionUID = 1L;

  private static final int NONE = -1;

  private final String table;
  private final ImageColumns images;
  private final int[] places;
  private final int label;
  private final int id;
  private final int weight;
  private final int corrupt;
  private final HashMap<String, Long> offsets;

  /**
   * Makes the function for a table.
   *
   * @param offsets how many rows there are before each block of a file
   */
  ReadImages(Table table, Map<String, Long> offsets) {
    this.table = table.where();
    this.images = table.columns().images();
    this.places = table.imagePlaces();
    this.label = table.columns().label().map(table::place).orElse(NONE);
    this.id = table.columns().id().map(table::place).orElse(NONE);
    this.weight = table.columns().weight().map(table::place).orElse(NONE);
    this.corrupt = table.place(CsvHeader.CORRUPT);
    this.offsets = new HashMap<>(offsets);
  }

  @Override
  public Iterator<RawImage> call(Iterator<Row> rows) {
    PlacedRows placed = new PlacedRows(rows, table);
    return new Iterator<>() {
      private long before;

      @Override
      public boolean hasNext() {
        return placed.hasNext();
      }

      @Override
      public RawImage next() {
        Row row = placed.next();
        if (placed.place() == 0) {
          before = offsets.getOrDefault(placed.block(), 0L);
        }
        return image(row, id == NONE ? before + placed.place() : id(row), placed.rowName());
      }
    };
  }

  private long id(Row row) {
    try {
      return Cell.id(row.get(id));
    } catch (NumberFormatException e) {
      throw new InputException(
          table, "an id of " + row.get(id), "a whole number", "give another column by --id-column");
    }
  }

  /** Returns what people call a row: by its id or its place, and by the path of its picture. */
  static String name(Row row, ImageColumns images, String path, int id, Where where) {
    if (path == null || path.isBlank()) {
      return where.of(row, id);
    }
    // Only whole paths are sure to be of one row each.
    return images.classIsDirectory() ? path : where.of(row, id) + " (" + path + ")";
  }

  /**
   * Where a row is.
   *
   * @param table what errors call the table
   * @param place of the row in it
   */
  record Where(String table, String place) {
    private String of(Row row, int id) {
      return id == NONE || row.isNullAt(id) ? place : table + ", id " + row.get(id);
    }
  }

  private RawImage image(Row row, long number, String place) {
    String path = images.path(row, places);
    RowFacts facts =
        new RowFacts(number, name(row, images, path, id, new Where(table, place)), null, 1);
    if (corrupt != NONE && !row.isNullAt(corrupt)) {
      return facts.bad("another number of values", "as many as the first line has");
    }
    String found;
    try {
      found = label == NONE ? directory(path) : Cell.label(row.get(label));
    } catch (NumberFormatException e) {
      return facts.bad("class " + row.get(label), "a whole number or a name");
    }
    if (found == null) {
      return facts.bad("no class", "one for every image");
    }
    RowFacts labelled = new RowFacts(number, facts.name(), found, 1);
    if (weight == NONE) {
      return images.read(row, places, labelled);
    }
    float factor = (float) Cell.number(row.get(weight));
    return factor >= 0 && factor <= Float.MAX_VALUE
        ? images.read(row, places, new RowFacts(number, facts.name(), found, factor))
        : labelled.bad("weight " + row.get(weight), "a number of at least 0");
  }

  private String directory(String path) {
    if (!images.classIsDirectory() || path == null) {
      return null;
    }
    String[] parts = path.split("/");
    return parts.length < 2 || parts[parts.length - 2].isEmpty() ? null : parts[parts.length - 2];
  }
}
