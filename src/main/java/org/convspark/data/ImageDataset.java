package org.convspark.data;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * A dataset whose source has been found and checked. Its images are read when an RDD of them is.
 */
public interface ImageDataset extends AutoCloseable {
  DatasetInfo info();

  /**
   * Returns whether its source gives examples weights, which are kept where it is prepared. They
   * count in training; evaluation takes every example for one.
   */
  default boolean weighted() {
    return false;
  }

  /**
   * Returns the examples of a split that {@link #info} has, each exactly once. Ids are unique, and
   * the same on every call; how they are spread over partitions is not part of the contract.
   */
  JavaRDD<Example> examples(Split split);

  /**
   * Returns whether nobody has divided the images into training and test images; all of them are
   * called training images then.
   */
  default boolean undivided() {
    return false;
  }

  /**
   * Returns whether the images have been preprocessed as {@link DatasetInfo#preprocessing} says.
   */
  default boolean prepared() {
    return false;
  }

  /** Returns the images that can't be used and were skipped, which are none of its examples. */
  default List<BadImage> badImages() {
    return List.of();
  }

  /** Returns lines for people: what was taken, left out and decided, and why. */
  default List<String> remarks() {
    return List.of();
  }

  /** Lets the executors forget what they keep of its images. */
  @Override
  default void close() {}
}
