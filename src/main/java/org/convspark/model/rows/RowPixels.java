package org.convspark.model.rows;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Makes a network's input of a row, on an executor. */
@FunctionalInterface
public interface RowPixels extends Serializable {
  /**
   * Returns the pixels of a row's image: as many unsigned bytes as the network takes, row-major,
   * channel by channel; nothing where there is nothing to predict.
   *
   * @throws org.convspark.config.InputException if the image can't be used
   */
  Optional<byte[]> of(Row row);
}
