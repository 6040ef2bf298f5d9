package org.convspark.ml.param;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * Something whose setters return itself, so that they can be chained.
 *
 * @param <T> what it is
 */
public interface ReturnsItself<T> extends Params {
  /** Sets a param. */
  @SuppressWarnings("unchecked")
  default <V> T with(Param<V> param, V value) {
    set(param, value);
    return (T) this;
  }
}
