package org.convspark.data.arrays;

import java.io.Serializable;
import org.convspark.config.InputException;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ArrayHeader;
import org.convspark.data.arrays.file.ElementType;

/**
 * Images and their labels.
 *
 * @param labels null for images alone
 */
record ArrayPair(ArrayFile images, ArrayFile labels) implements Serializable {
  private static final int QMNIST_COLUMNS = 8;

  /**
   * Checks that there are as many labels as images.
   *
   * @throws InputException if there aren't, or labels are an array of something else
   */
  ArrayPair {
    if (labels != null) {
      requireOneEach(labels);
      if (images.header().count() != labels.header().count()) {
        throw new InputException(
            labels.content().where(),
            labels.header().count() + " labels",
            images.header().count() + ", one for each image of " + images.content().where(),
            "take both files from the same dataset");
      }
    }
  }

  /** QMNIST's have eight columns, the first of which is the class. */
  private static void requireOneEach(ArrayFile labels) {
    ArrayHeader header = labels.header();
    boolean qmnist =
        header.dims().size() == 2
            && header.dims().get(1) == QMNIST_COLUMNS
            && header.element() == ElementType.INT32
            && header.bigEndian();
    if (header.recordElements() != 1 && !qmnist) {
      throw new InputException(
          labels.content().where(),
          "labels of " + header.shape(),
          "one for each image",
          "number the classes from 0 and write each image's class; several an image can't be learned");
    }
  }

  /** Returns the number of images. */
  long count() {
    return images.header().count();
  }
}
