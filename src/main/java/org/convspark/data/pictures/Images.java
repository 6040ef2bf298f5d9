package org.convspark.data.pictures;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.convspark.config.InputException;
import org.convspark.data.BadImage;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.PreprocessedPicture;

/**
 * Images to predict, whatever their source.
 *
 * @param name what the terminal calls them
 * @param shape of every image
 * @param count number of images, where it is known without reading them
 * @param rows with a column {@code image} of binary, pixels as in a prepared dataset, and, where
 *     the source has them, {@code id} or {@code path}, {@code label} and others. Where there is a
 *     column {@link PreprocessedPicture#REMARK}, an image may be null: then no class can be told,
 *     and it says why
 * @param bad images that couldn't be used and were skipped, once all rows have been read
 * @param foreign files that are no pictures and were left out
 * @param remarks for people: what was taken, left out and decided, and why
 */
public record Images(
    String name,
    ImageShape shape,
    Optional<Long> count,
    Dataset<Row> rows,
    Supplier<List<BadImage>> bad,
    Supplier<List<String>> foreign,
    List<String> remarks) {
  /** Images all of which can be used. */
  Images(
      String name,
      ImageShape shape,
      Optional<Long> count,
      Dataset<Row> rows,
      List<String> remarks) {
    this(name, shape, count, rows, List::of, List::of, remarks);
  }

  /**
   * Checks, once all rows have been read, that none was lost on the way.
   *
   * @param read how many rows there were
   * @throws InputException if there are more or fewer images, skipped ones included
   */
  public void requireAll(long read) {
    long found = read + bad.get().size();
    if (count.isPresent() && found != count.get()) {
      throw new InputException(
          name,
          found + " images when they were read",
          count.get() + " as counted at first",
          "leave the data as they are while they are read, and run the command again");
    }
  }
}
