package org.convspark.data.parquet;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.storage.Location;

/** One split of a prepared dataset: a directory of Parquet files with the three columns. */
public final class ParquetSplit {
  public static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("label", DataTypes.IntegerType, false)
          .add("image", DataTypes.BinaryType, false);

  private final String where;
  private final Dataset<Row> rows;

  private ParquetSplit(String where, Dataset<Row> rows) {
    this.where = where;
    this.rows = rows;
  }

  /**
   * Finds the files and checks their schema; more columns than the three are ignored.
   *
   * @throws InputException if there are no Parquet files, or a column is missing or of another type
   */
  static ParquetSplit open(SparkSession spark, Location directory) {
    if (!directory.isDirectory()) {
      throw new InputException(
          directory.toString(),
          directory.exists() ? "a file" : "nothing",
          "a directory of Parquet files",
          ParquetExamples.REMEDY);
    }
    Dataset<Row> rows;
    try {
      rows = ParquetExamples.read(spark, directory.uri());
    } catch (Exception e) {
      throw e instanceof AnalysisException
          ? new InputException(
              directory.toString(), "no Parquet files", "some", ParquetExamples.REMEDY, e)
          : ParquetExamples.unreadable(directory.toString(), e);
    }
    for (String column : SCHEMA.fieldNames()) {
      checkColumn(directory.toString(), column, rows.schema());
    }
    return new ParquetSplit(directory.toString(), rows);
  }

  private static void checkColumn(String where, String column, StructType found) {
    DataType expected = SCHEMA.apply(column).dataType();
    boolean exists = List.of(found.fieldNames()).contains(column);
    if (!exists || !found.apply(column).dataType().equals(expected)) {
      throw new InputException(
          where,
          exists
              ? "column '" + column + "' of type " + found.apply(column).dataType().simpleString()
              : "columns " + Arrays.toString(found.fieldNames()),
          "column '" + column + "' of type " + expected.simpleString(),
          "write id: bigint, label: int, image: binary");
    }
  }

  /** Returns the split with only the {@code limit} examples of the lowest ids. */
  ParquetSplit limit(long limit) {
    if (limit > Integer.MAX_VALUE) {
      throw new UsageException("--limit", limit, "at most " + Integer.MAX_VALUE + ", or none,");
    }
    Row last =
        collect(rows.select("id").orderBy("id").limit((int) limit).agg(functions.max("id"))).get(0);
    return last.isNullAt(0)
        ? this
        : new ParquetSplit(where, rows.filter(functions.col("id").leq(last.getLong(0))));
  }

  /**
   * Counts the examples of each class by reading the labels alone.
   *
   * @throws InputException if a label is missing or isn't from 0 to {@code classes - 1}
   */
  List<Long> counts(int classes) {
    long[] counts = new long[classes];
    for (Row group : collect(rows.groupBy("label").count())) {
      OptionalLong label =
          group.isNullAt(0) ? OptionalLong.empty() : OptionalLong.of(group.getInt(0));
      if (label.isEmpty() || label.getAsLong() < 0 || label.getAsLong() >= classes) {
        throw new InputException(
            where,
            group.getLong(1) + " examples labelled " + group.get(0),
            "labels 0 to " + (classes - 1),
            ParquetExamples.REMEDY);
      }
      counts[(int) label.getAsLong()] = group.getLong(1);
    }
    return Arrays.stream(counts).boxed().toList();
  }

  private List<Row> collect(Dataset<Row> query) {
    try {
      return query.collectAsList();
    } catch (Exception e) {
      throw ParquetExamples.unreadable(where, e);
    }
  }

  JavaRDD<Example> examples(ImageShape shape, int classes) {
    ParquetExamples read = new ParquetExamples(where, shape, classes);
    return rows.select("id", "label", "image").javaRDD().mapPartitions(read);
  }
}
