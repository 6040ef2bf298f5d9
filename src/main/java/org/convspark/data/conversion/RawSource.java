package org.convspark.data.conversion;

import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.data.Split;

/** Images as they are found, which have to be looked at before they are a dataset. */
public interface RawSource {
  /** Returns what the dataset is to be called. */
  String name();

  /**
   * Returns the images of each split; under {@link Split#TRAIN} all of them where nobody has
   * divided them.
   */
  Map<Split, JavaRDD<RawImage>> images();

  /** Returns whether nobody has divided the images into training and test images. */
  boolean undivided();

  /**
   * Returns the names of the classes where the source says them and labels are their numbers; empty
   * where labels say it all.
   */
  default List<String> classNames() {
    return List.of();
  }

  /** Returns whether images have weights of their own. */
  default boolean weighted() {
    return false;
  }

  /** Returns lines for people: what was left out, and why. */
  default List<String> remarks() {
    return List.of();
  }
}
