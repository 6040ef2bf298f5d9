package org.convspark.data.parquet;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Iterator;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.storage.Reason;
import org.convspark.storage.TaskErrors;

/** Turns the rows of a prepared split into examples, on an executor, and checks every one. */
public final class ParquetExamples implements FlatMapFunction<Iterator<Row>, Example> {
  private static final long serialVersionUID = 1L;

  static final String REMEDY = "prepare the dataset again";

  private final String where;
  private final ImageShape shape;
  private final int classes;

  ParquetExamples(String where, ImageShape shape, int classes) {
    this.where = where;
    this.shape = shape;
    this.classes = classes;
  }

  /**
   * Returns the rows of all Parquet files at a path. Damaged and missing files are errors: a
   * session that is set to leave them out would train on what is left without a word.
   */
  public static Dataset<Row> read(SparkSession spark, String path) {
    return spark
        .read()
        .option("ignoreCorruptFiles", false)
        .option("ignoreMissingFiles", false)
        .parquet(path);
  }

  @Override
  public Iterator<Example> call(Iterator<Row> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        try {
          return rows.hasNext();
        } catch (Exception e) {
          throw readError(e);
        }
      }

      @Override
      public Example next() {
        return example(rows.next());
      }
    };
  }

  /** Spark tells of some files by its own exception, of a damaged page by Parquet's. */
  private RuntimeException readError(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedIOException || cause instanceof ClosedByInterruptException) {
        break; // A task that is being killed.
      }
      if (cause instanceof SparkException
          || cause instanceof IOException
          || cause.getClass().getName().startsWith("org.apache.parquet.")) {
        return unreadable(file(), e);
      }
    }
    return (RuntimeException) e;
  }

  /** The file that this task reads. */
  private String file() {
    String file = InputFileBlockHolder.getInputFilePath().toString();
    return file.isEmpty() ? where : file;
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
    byte[] image = row.getAs(2);
    if (image == null || image.length != shape.size()) {
      throw new InputException(
          where,
          (image == null ? "no image" : "an image of " + image.length + " bytes") + " for id " + id,
          shape.size() + " bytes for " + shape,
          REMEDY);
    }
    return new Example(id, row.getInt(1), image);
  }

  /**
   * Returns the error for a file that Spark or Parquet couldn't read.
   *
   * @param where the directory or file that was read
   * @param e what they threw; an {@link InputException} among its causes is returned as it is
   */
  public static RuntimeException unreadable(String where, Throwable e) {
    RuntimeException known = TaskErrors.unwrap(e);
    return known instanceof InputException
        ? known
        : new InputException(
            where, "Parquet that can't be read: " + Reason.ofRoot(e), "whole files", REMEDY, e);
  }
}
