package org.convspark.data.tables;

import java.util.Iterator;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The rows of a task, each with its place: the block of a file that it is in, as Spark has divided
 * the files into tasks, and its number within that. What goes wrong while they are read is an
 * {@link org.convspark.config.InputException} that names the file.
 */
final class PlacedRows implements Iterator<Row> {
  private final Iterator<Row> rows;
  private final String table;
  private UTF8String file;
  private long start = -1;
  private String name;
  private long place;

  /**
   * Follows the rows.
   *
   * @param table what rows are said to be in that are in no file
   */
  PlacedRows(Iterator<Row> rows, String table) {
    this.rows = rows;
    this.table = table;
  }

  @Override
  public boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw unreadable(e);
    }
  }

  @Override
  public Row next() {
    Row row;
    try {
      row = rows.next();
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw unreadable(e);
    }
    UTF8String at = InputFileBlockHolder.getInputFilePath();
    long from = InputFileBlockHolder.getStartOffset();
    if (at.equals(file) && from == start) {
      place++;
    } else {
      file = at;
      start = from;
      name = name(at.toString(), table);
      place = 0;
    }
    return row;
  }

  private RuntimeException unreadable(Throwable e) {
    String at = InputFileBlockHolder.getInputFilePath().toString();
    return TableReader.unreadable(SqlLocation.isSql(table) ? table : name(at, table), e);
  }

  private static String name(String uri, String table) {
    if (uri.isEmpty()) {
      return table;
    }
    try {
      return new Path(new java.net.URI(uri)).toString();
    } catch (java.net.URISyntaxException | IllegalArgumentException e) {
      return uri;
    }
  }

  /** Returns the block of the last row; blocks in this order make up the files in theirs. */
  String block() {
    return String.format(Locale.ROOT, "%s\0%019d", file, start);
  }

  /** Returns the last row's number in its block, from 0. */
  long place() {
    return place;
  }

  /** Returns what people call the last row: its file, and its number from 1. */
  String rowName() {
    if (file.numBytes() == 0) {
      return table + ", row " + (place + 1) + " of part " + TaskContext.getPartitionId();
    }
    return name + ", row " + (place + 1) + (start > 0 ? " from byte " + start + " on" : "");
  }
}
