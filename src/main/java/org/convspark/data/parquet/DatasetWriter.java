package org.convspark.data.parquet;

import java.io.IOException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
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

/**
 * Writes a dataset as Parquet: {@code train/}, {@code test/} and, last, {@code dataset.json}. All
 * of it goes under a temporary name beside the output, is counted there, and is then renamed, so
 * what has the output's name is whole.
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
    this.output =
        OutputDirectory.at(
            Location.of(output, spark.sparkContext().hadoopConfiguration()),
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

  /**
   * Writes the dataset.
   *
   * @return what is known of it as it was written
   * @throws InputException if the source proves damaged or the output can't be written; nothing is
   *     left of it then, and what it was to replace is untouched
   */
  public DatasetInfo write(ImageDataset source) {
    try (OutputDirectory writing = output.start()) {
      Location directory = writing.temporary();
      for (Split split : source.info().splits()) {
        write(
            rows(source.examples(split), source.weighted()),
            source.info().shape(),
            directory.child(split.directory()));
      }
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
      rows.write()
          .mode(SaveMode.ErrorIfExists)
          .option("compression", "snappy")
          .option("maxRecordsPerFile", Math.max(1, FILE_BYTES / shape.size()))
          .option("parquet.block.size", ROW_GROUP_BYTES)
          // Images don't repeat, so a dictionary of them is built only to be thrown away.
          .option("parquet.enable.dictionary#image", "false")
          .parquet(directory.uri());
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
