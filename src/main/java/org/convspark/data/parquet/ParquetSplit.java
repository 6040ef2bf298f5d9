package org.convspark.data.parquet;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.Interleaving;
import org.convspark.data.PixelLayout;
import org.convspark.storage.Location;
import org.convspark.storage.tables.SparkFiles;

/**
 * One split of a prepared dataset: a directory of Parquet files with the three columns, and perhaps
 * a fourth of weights.
 */
public final class ParquetSplit {
  public static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("label", DataTypes.IntegerType, false)
          .add("image", DataTypes.BinaryType, false);

  /** So many images are looked at. */
  private static final int SOME = 64;

  /** The column of weights, float or double, of which a split may have none. */
  static final String WEIGHT = "weight";

  static final StructType WEIGHTED_SCHEMA = SCHEMA.add(WEIGHT, DataTypes.FloatType, false);

  private final String where;
  private final Dataset<Row> rows;
  private final PixelLayout layout;

  private ParquetSplit(String where, Dataset<Row> rows, PixelLayout layout) {
    this.where = where;
    this.layout = layout;
    this.rows = rows;
  }

  /**
   * Finds the files and checks their schema; columns of other names are ignored.
   *
   * @throws InputException if there are no Parquet files, or a column is missing or of another type
   */
  static ParquetSplit open(SparkSession spark, Location directory, PixelLayout layout) {
    if (!directory.isDirectory()) {
      throw new InputException(
          directory.toString(),
          directory.exists() ? "a file" : "nothing",
          "a directory of Parquet files",
          ParquetExamples.REMEDY);
    }
    Dataset<Row> rows = SparkFiles.parquet(spark, directory);
    for (String column : SCHEMA.fieldNames()) {
      checkColumn(directory.toString(), column, rows.schema());
    }
    checkWeight(directory.toString(), rows.schema());
    return new ParquetSplit(directory.toString(), rows, layout);
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

  private static void checkWeight(String where, StructType found) {
    if (!hasWeight(found)) {
      return;
    }
    DataType type = found.apply(WEIGHT).dataType();
    if (!type.equals(DataTypes.FloatType) && !type.equals(DataTypes.DoubleType)) {
      throw new InputException(
          where,
          "column '" + WEIGHT + "' of type " + type.simpleString(),
          "float or double, for it says how much each example counts",
          "write it so, or give a column that means something else another name");
    }
  }

  private static boolean hasWeight(StructType schema) {
    return List.of(schema.fieldNames()).contains(WEIGHT);
  }

  boolean weighted() {
    return hasWeight(rows.schema());
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

  /** Returns whether a pixel's channels seem to stand together, by a look at some images. */
  boolean looksChannelsLast() {
    int size = layout.shape().size();
    if (layout.shape().channels() == 1) {
      return false;
    }
    List<byte[]> some =
        collect(rows.select("image").limit(SOME)).stream()
            .map(row -> row.<byte[]>getAs(0))
            .filter(image -> image != null && image.length == size)
            .toList();
    return Interleaving.isLikely(some, layout.shape());
  }

  /** Returns the same files, read in another layout. */
  ParquetSplit as(PixelLayout other) {
    return new ParquetSplit(where, rows, other);
  }

  private List<Row> collect(Dataset<Row> query) {
    try {
      return query.collectAsList();
    } catch (Exception e) {
      throw SparkFiles.failure(where, e);
    }
  }

  JavaRDD<Example> examples(int classes) {
    Dataset<Row> read =
        weighted()
            ? rows.select(
                functions.col("id"),
                functions.col("label"),
                functions.col("image"),
                functions.col(WEIGHT).cast(DataTypes.FloatType))
            : rows.select("id", "label", "image");
    return read.javaRDD().mapPartitions(new ParquetExamples(where, layout, classes));
  }
}
