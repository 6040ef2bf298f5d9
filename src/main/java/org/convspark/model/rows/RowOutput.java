package org.convspark.model.rows;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Makes a row of the result, on an executor. */
@FunctionalInterface
public interface RowOutput extends Serializable {
  /**
   * Returns the row of a row and what is predicted for it.
   *
   * @param probabilities {@code [classes]}; empty where nothing is
   */
  Row of(Row row, Optional<float[]> probabilities);
}
