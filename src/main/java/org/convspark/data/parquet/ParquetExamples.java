package org.convspark.data.parquet;

import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.PixelLayout;
import org.convspark.storage.tables.ReadRows;

/** Turns the rows of a prepared split into examples, on an executor, and checks every one. */
public final class ParquetExamples implements FlatMapFunction<Iterator<Row>, Example> {
  private static final long serialVersionUID = 1L;

  static final String REMEDY = "prepare the dataset again";

  private final String where;
  private final PixelLayout layout;
  private final int classes;

  ParquetExamples(String where, PixelLayout layout, int classes) {
    this.where = where;
    this.layout = layout;
    this.classes = classes;
  }

  @Override
  public Iterator<Example> call(Iterator<Row> rows) {
    ReadRows<Row> read = new ReadRows<>(rows);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return read.hasNext();
      }

      @Override
      public Example next() {
        return example(read.next());
      }
    };
  }

  private Example example(Row row) {
    if (row.isNullAt(0) || row.getLong(0) < 0) {
      throw new InputException(
          where, "an example with id " + row.get(0), "ids of at least 0", REMEDY);
    }
    long id = row.getLong(0);
    if (row.isNullAt(1) || row.getInt(1) < 0 || row.getInt(1) >= classes) {
      throw new InputException(
          where, "label " + row.get(1) + " for id " + id, "labels 0 to " + (classes - 1), REMEDY);
    }
    ImageShape shape = layout.shape();
    byte[] image = row.getAs(2);
    if (image == null || image.length != shape.size()) {
      throw new InputException(
          where,
          (image == null ? "no image" : "an image of " + image.length + " bytes") + " for id " + id,
          shape.size() + " bytes for " + shape,
          REMEDY);
    }
    return new Example(
        id, row.getInt(1), layout.planar(image), row.length() > 3 ? weight(id, row) : 1);
  }

  private float weight(long id, Row row) {
    if (row.isNullAt(3) || !Example.isWeight(row.getFloat(3))) {
      throw new InputException(
          where, "weight " + row.get(3) + " for id " + id, Example.WEIGHTS, REMEDY);
    }
    return row.getFloat(3);
  }
}
