package org.convspark.data.parquet;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.InputException;
import org.convspark.data.BadImage;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.storage.Location;
import org.convspark.storage.OutputDirectory;
import org.convspark.storage.TaskErrors;
import org.convspark.storage.tables.SparkFiles;
import org.convspark.storage.tables.SparkOutput;

/**
 * Writes a dataset as Parquet: {@code train/}, {@code test/} and, last, {@code dataset.json}. All
 * of it goes under a temporary name beside the output, is counted there, and is then renamed, so
 * what has the output's name and a {@code dataset.json} is whole.
 *
 * <p>The images stream from the source's partitions to files on the executors; nothing but counts
 * passes through the driver. A gzip source has one partition and so one writer, whose memory is
 * bounded by the row group.
 */
public final class DatasetWriter {
  /** Small enough that MNIST is read by several tasks, which share a file by its row groups. */
  private static final long ROW_GROUP_BYTES = 8L << 20;

  private static final long FILE_BYTES = 128L << 20;

  private final SparkSession spark;
  private final OutputDirectory output;
  private final boolean overwrite;

  /**
   * Checks that the output may be written.
   *
   * @param output the directory to make, as a Hadoop path
   * @param overwrite whether a prepared dataset that is already there may be replaced
   * @throws InputException if the output exists, unless it is to be overwritten and is a prepared
   *     dataset or an empty directory
   */
  public DatasetWriter(SparkSession spark, String output, boolean overwrite) {
    this.spark = spark;
    this.overwrite = overwrite;
    this.output =
        OutputDirectory.at(
            Location.output(output, spark.sparkContext().hadoopConfiguration()),
            DatasetJson.FILE,
            overwrite,
            existing -> check(existing, overwrite));
  }

  private static void check(Location existing, boolean overwrite) {
    if (!overwrite) {
      throw new InputException(
          existing.toString(),
          "an existing output",
          "nothing there",
          "choose another output or give --overwrite");
    }
    if (!PreparedDataset.isAt(existing) && !existing.isEmptyDirectory()) {
      throw new InputException(
          existing.toString(),
          "something other than a prepared dataset",
          "one, for only that may be overwritten",
          "choose another output or remove it yourself");
    }
  }

  /** What a killed prepare left is written over, but not a training that can be resumed. */
  private void checkLeft(Location left) {
    if (!overwrite
        && left.exists()
        && left.list().stream().map(Location::name).anyMatch(name -> !isOurs(name))) {
      throw new InputException(
          output.target().toString(),
          "an unfinished result of another command, " + left,
          "none",
          "choose another output or give --overwrite");
    }
  }

  private static boolean isOurs(String name) {
    return Stream.of(Split.values()).map(Split::directory).anyMatch(name::equals)
        || name.equals(BadImage.FILE)
        || name.endsWith(DatasetJson.FILE);
  }

  /**
   * Writes the dataset.
   *
   * @return what is known of it as it was written
   * @throws InputException if the source proves damaged, another process is writing the output, or
   *     it can't be written; nothing is left of it then, and what it was to replace is untouched
   */
  public DatasetInfo write(ImageDataset source) {
    try (OutputDirectory writing = output.claim()) {
      checkLeft(writing.temporary());
      writing.start();
      Location directory = writing.temporary();
      for (Split split : source.info().splits()) {
        writing.requireHeld();
        write(
            rows(source.examples(split), source.weighted()),
            source.info().shape(),
            directory.child(split.directory()));
      }
      writing.requireHeld();
      if (!source.badImages().isEmpty()) {
        directory.child(BadImage.FILE).write(BadImage.csv(source.badImages()));
      }
      directory.child(DatasetJson.FILE).write(DatasetJson.write(source.info()));
      DatasetInfo written = PreparedDataset.open(spark, directory).info();
      writing.complete();
      return written;
    } catch (IOException e) {
      throw output.target().unusable(e);
    }
  }

  /** The weights have a column of their own only where the source has some. */
  private Dataset<Row> rows(JavaRDD<Example> examples, boolean weighted) {
    return weighted
        ? spark.createDataFrame(
            examples.map(DatasetWriter::weightedRow), ParquetSplit.WEIGHTED_SCHEMA)
        : spark.createDataFrame(examples.map(DatasetWriter::row), ParquetSplit.SCHEMA);
  }

  private void write(Dataset<Row> rows, ImageShape shape, Location directory) {
    try {
      SparkOutput.write(
          rows,
          SparkFiles.PARQUET,
          Map.of(
              "compression",
              "snappy",
              "maxRecordsPerFile",
              Long.toString(Math.max(1, FILE_BYTES / shape.size())),
              "parquet.block.size",
              Long.toString(ROW_GROUP_BYTES),
              // Images don't repeat, so a dictionary of them is built only to be thrown away.
              "parquet.enable.dictionary#image",
              "false"),
          directory,
          output.target().toString());
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
  }

  private static Row row(Example example) {
    return RowFactory.create(example.id(), example.label(), example.image());
  }

  private static Row weightedRow(Example example) {
    return RowFactory.create(example.id(), example.label(), example.image(), example.weight());
  }
}
