package org.convspark.model.rows;

import java.util.Optional;
import org.apache.spark.sql.Row;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;

/**
 * Images that are a network's input as they are, in a column of binary.
 *
 * @param shape of each
 * @param blanks whether an image may be null
 * @param image index of the column
 * @param name index of the column by which errors name an image, or {@link #NAMELESS}
 */
record ImageColumn(ImageShape shape, boolean blanks, int image, int name) implements RowPixels {
  /** Stands in place of a column where rows have nothing that names them. */
  static final int NAMELESS = -1;

  @Override
  public Optional<byte[]> of(Row row) {
    byte[] found = row.isNullAt(image) ? null : row.getAs(image);
    if (found == null && blanks) {
      return Optional.empty();
    }
    if (found == null || found.length != shape.size()) {
      throw new InputException(
          name == NAMELESS ? "an image without id" : "image " + row.get(name),
          found == null ? "nothing" : found.length + " bytes",
          shape.size() + " bytes for the model's " + shape,
          "convert the images, or predict with a model of their size");
    }
    return Optional.of(found);
  }
}
