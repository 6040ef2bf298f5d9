package org.convspark.data.parquet;

import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Datasets;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.storage.Location;
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
  private final Location output;
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
    this.output = Location.of(output, spark.sparkContext().hadoopConfiguration());
    this.overwrite = overwrite;
    checkOutput();
  }

  private void checkOutput() {
    if (output.sibling("x").isEmpty()) {
      throw new InputException(
          output.toString(), "the root directory", "a directory to make", "choose another output");
    }
    if (output.status().isEmpty()) {
      return;
    }
    if (!overwrite) {
      throw new InputException(
          output.toString(),
          "an existing output",
          "nothing there",
          "choose another output or give --overwrite");
    }
    if (!PreparedDataset.isAt(output) && !output.isEmptyDirectory()) {
      throw new InputException(
          output.toString(),
          "something other than a prepared dataset",
          "one, for only that may be overwritten",
          "choose another output or remove it yourself");
    }
  }

  /**
   * Writes the dataset and returns it as it was written.
   *
   * @throws InputException if the source proves damaged or the output can't be written; nothing is
   *     left of it then, and what it was to replace is untouched
   */
  public DatasetInfo write(ImageDataset source) {
    String suffix = UUID.randomUUID().toString().substring(0, 8);
    Location temporary = output.sibling("." + output.name() + ".tmp-" + suffix).orElseThrow();
    temporary.createTemporary();
    try {
      for (Split split : Split.values()) {
        write(source.examples(split), source.info().shape(), temporary.child(split.directory()));
      }
      temporary.child(DatasetJson.FILE).write(DatasetJson.write(source.info()));
      DatasetInfo written = PreparedDataset.open(spark, temporary, Datasets.NO_LIMIT).info();
      publish(temporary, suffix);
      return written;
    } catch (RuntimeException e) {
      discard(temporary, e);
      throw e;
    }
  }

  private static void discard(Location temporary, RuntimeException reason) {
    try {
      temporary.delete();
    } catch (InputException e) {
      reason.addSuppressed(e);
    }
  }

  private void write(JavaRDD<Example> examples, ImageShape shape, Location directory) {
    try {
      spark
          .createDataFrame(examples.map(DatasetWriter::row), ParquetSplit.SCHEMA)
          .write()
          .mode(SaveMode.ErrorIfExists)
          .option("compression", "snappy")
          .option("maxRecordsPerFile", Math.max(1, FILE_BYTES / shape.size()))
          .option("parquet.block.size", ROW_GROUP_BYTES)
          // Images don't repeat, so a dictionary of them is built only to be thrown away.
          .option("parquet.enable.dictionary#image", "false")
          .parquet(directory.toString());
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
  }

  private static Row row(Example example) {
    return RowFactory.create(example.id(), example.label(), example.image());
  }

  private void publish(Location temporary, String suffix) {
    if (output.status().isEmpty()) {
      temporary.renameTo(output);
      return;
    }
    checkOutput();
    Location old = output.sibling("." + output.name() + ".old-" + suffix).orElseThrow();
    output.renameTo(old);
    try {
      temporary.renameTo(output);
    } catch (RuntimeException e) {
      old.renameTo(output);
      throw e;
    }
    old.delete();
  }
}
