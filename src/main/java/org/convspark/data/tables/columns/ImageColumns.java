package org.convspark.data.tables.columns;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.convspark.data.conversion.RawImage;

/** How a table holds its images: one column or more, of which an executor makes an image. */
public interface ImageColumns extends Serializable {
  /** Returns the names of the columns, in their order. */
  List<String> names();

  /**
   * Returns the image of a row, or what stands for one that can't be used.
   *
   * @param places of the columns in the row, in the order of {@link #names}
   */
  RawImage read(Row row, int[] places, RowFacts facts);

  /** Returns whether pictures in files are expected, rather than pixels. */
  boolean pictures();

  /** Returns the path that a picture has by itself; null where none is kept. */
  default String path(Row row, int[] places) {
    return null;
  }

  /** Returns whether pictures may have paths by themselves. */
  default boolean hasPath() {
    return false;
  }

  /** Returns whether the directory in a picture's path is its class, where no column is. */
  default boolean classIsDirectory() {
    return false;
  }

  /** Returns whether the meaning of the numbers can't be told from their type. */
  default boolean needsLook() {
    return false;
  }

  /** Adds the numbers of a row to what a look at all of them tells. */
  default void look(Row row, int[] places, ValueRange range) {}

  /** Returns the same for numbers of the given meaning. */
  default ImageColumns scaled(PixelRange scale) {
    return this;
  }
}
