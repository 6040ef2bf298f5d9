package org.convspark.data.tables;

import org.apache.spark.api.java.JavaRDD;
import org.convspark.data.conversion.RawImage;

/**
 * Numbers the images of a query whose rows have neither an id nor a place. Spark gives them in any
 * order, so they are sorted by a digest of label, weight and image: the same rows get the same ids,
 * however they are spread. Rows that are the same can change places, and nobody can tell.
 *
 * <p>A query that gives other rows each time, such as one with {@code rand()}, gets other ids, too.
 */
final class ContentOrder {
  private ContentOrder() {}

  /** Returns the images with their places in that order as ids, from 0. */
  static JavaRDD<RawImage> number(JavaRDD<RawImage> images) {
    int partitions = Math.max(1, images.getNumPartitions());
    return images
        .sortBy(RawImage::digest, true, partitions)
        .zipWithIndex()
        .map(each -> each._1().withId(each._2()));
  }
}
