package org.convspark.data.tables;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.CollectionAccumulator;
import org.convspark.config.InputException;
import org.convspark.data.BadImage;
import org.convspark.data.conversion.PreprocessImage;
import org.convspark.data.conversion.RawImage;
import org.convspark.data.preprocessing.PreprocessedPicture;
import org.convspark.data.tables.columns.ImageColumns;
import org.convspark.data.tables.columns.RowFacts;

/**
 * Brings the images of a table's rows to the model's input, on the executors, and keeps all other
 * columns. A row goes in and one comes out, so that memory doesn't grow with their number.
 */
final class PredictableRows implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private static final int NONE = -1;

  private final String table;
  private final ImageColumns images;
  private final int[] places;
  private final int[] kept;
  private final int id;
  private final int corrupt;
  private final boolean path;
  private final boolean remark;
  private final PreprocessImage preprocess;
  private final boolean skipBad;
  private final CollectionAccumulator<BadImage> bad;

  /**
   * Makes the function for a table.
   *
   * @param columns of the result
   * @param skipBad whether images that can't be used are counted and left out
   */
  PredictableRows(
      Table table,
      PredictableColumns columns,
      PreprocessImage preprocess,
      boolean skipBad,
      CollectionAccumulator<BadImage> bad) {
    this.table = table.where();
    this.images = table.columns().images();
    this.places = table.imagePlaces();
    this.kept = columns.kept().stream().mapToInt(table::place).toArray();
    this.id = table.columns().id().map(table::place).orElse(NONE);
    this.corrupt = table.place(CsvHeader.CORRUPT);
    this.path = columns.path();
    this.remark = columns.remark();
    this.preprocess = preprocess;
    this.skipBad = skipBad;
    this.bad = bad;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    PlacedRows placed = new PlacedRows(rows, table);
    Deque<Row> ready = new ArrayDeque<>(1);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (ready.isEmpty() && placed.hasNext()) {
          Row done = predictable(placed.next(), placed);
          if (done != null) {
            ready.add(done);
          }
        }
        return !ready.isEmpty();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ready.remove();
      }
    };
  }

  /** Returns the row for the model; null for one whose image can't be used and is left out. */
  private Row predictable(Row row, PlacedRows placed) {
    String file = images.path(row, places);
    String name =
        ReadImages.name(row, images, file, id, new ReadImages.Where(table, placed.rowName()));
    RowFacts facts = new RowFacts(0, name, null, 1);
    try {
      RawImage image =
          corrupt != NONE && !row.isNullAt(corrupt)
              ? facts.bad("another number of values", "as many as the first line has")
              : images.read(row, places, facts);
      return extended(row, file, name, preprocess.call(image));
    } catch (InputException e) {
      if (!skipBad) {
        throw e;
      }
      bad.add(new BadImage(name, e));
      return null;
    }
  }

  private Row extended(Row row, String file, String name, PreprocessedPicture done) {
    if (done.blank() && !remark) {
      throw new InputException(name, "no ink in it", "a drawn or printed sign", RowFacts.REMEDY);
    }
    Object[] values =
        Arrays.copyOf(
            IntStream.of(kept).mapToObj(row::get).toArray(),
            kept.length + 1 + (path ? 1 : 0) + (remark ? 1 : 0));
    int at = kept.length;
    if (path) {
      values[at++] = file;
    }
    values[at++] = done.blank() ? null : done.image();
    if (remark) {
      values[at] = done.remark();
    }
    return RowFactory.create(values);
  }
}
