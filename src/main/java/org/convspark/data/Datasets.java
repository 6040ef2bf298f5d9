package org.convspark.data;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.idx.IdxDataset;
import org.convspark.data.idx.IdxDirectory;
import org.convspark.data.idx.IdxPart;
import org.convspark.data.parquet.PreparedDataset;
import org.convspark.data.synthetic.SyntheticDataset;
import org.convspark.storage.Location;

/** Finds out what kind of dataset a location holds, and opens it. */
public final class Datasets {
  /** The limit that keeps every training example there is. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  private Datasets() {}

  /**
   * Opens the dataset at a location.
   *
   * @param location a prepared dataset or a directory of the four IDX files, as a Hadoop path; or
   *     {@code synthetic:N}
   * @param limit how many training examples to keep, those of the lowest ids, at least 1; more than
   *     there are, such as {@link #NO_LIMIT}, keeps all. The test split always stays whole.
   * @param seed of synthetic digits; other datasets don't use it
   * @throws InputException if nothing usable is there; the message says what was looked for
   * @throws UsageException if the limit is below 1
   */
  public static ImageDataset open(SparkSession spark, String location, long limit, long seed) {
    if (limit < 1) {
      throw new UsageException("--limit", limit, "at least 1 example");
    }
    if (SyntheticDataset.isSynthetic(location)) {
      return SyntheticDataset.parse(
          JavaSparkContext.fromSparkContext(spark.sparkContext()), location, seed);
    }
    Location directory = Location.of(location, spark.sparkContext().hadoopConfiguration());
    if (!directory.isDirectory()) {
      throw new InputException(
          directory.toString(),
          directory.exists() ? "a file" : "nothing",
          "a directory with dataset.json or the four IDX files",
          REMEDY);
    }
    if (PreparedDataset.isAt(directory)) {
      return PreparedDataset.open(spark, directory, limit);
    }
    if (new IdxDirectory(directory).missing().size() < IdxPart.values().length) {
      return IdxDataset.open(spark, directory, limit);
    }
    throw new InputException(
        directory.toString(),
        "neither dataset.json nor any of "
            + String.join(", ", new IdxDirectory(directory).missing()),
        "a prepared dataset or the four IDX files",
        REMEDY);
  }

  private static final String REMEDY =
      "get the files with data-prep/fetch.sh mnist, or make the dataset with"
          + " submit/convspark.sh prepare";
}
