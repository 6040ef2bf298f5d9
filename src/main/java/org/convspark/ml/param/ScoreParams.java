package org.convspark.ml.param;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Columns that a model adds besides those of Spark's own classifiers: params of both. */
public interface ScoreParams extends Params {
  /** Column of the prediction's probability, a double of 0 to 1; none by default. */
  Param<String> confidenceCol();

  /** Column of what the predicted class is called, a string; none by default. */
  Param<String> classCol();

  default String getConfidenceCol() {
    return getOrDefault(confidenceCol());
  }

  default String getClassCol() {
    return getOrDefault(classCol());
  }
}
