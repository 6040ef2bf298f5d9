package org.convspark.data;

import org.apache.spark.api.java.JavaRDD;

/**
 * A dataset whose source has been found and checked. Its images are read when an RDD of them is.
 */
public interface ImageDataset {
  DatasetInfo info();

  /**
   * Returns the examples of a split, each exactly once. Ids are unique, and the same on every call;
   * how they are spread over partitions is not part of the contract.
   */
  JavaRDD<Example> examples(Split split);
}
