package org.convspark.data;

import java.io.Serializable;

/**
 * One labelled image. Not a record: Spark's Kryo can't serialize records ("can't get field offset
 * on a record class"), and examples cross shuffles.
 */
public final class Example implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The label of an image whose class isn't known, as in a file of images alone. */
  public static final int UNLABELLED = -1;

  private final long id;
  private final int label;
  private final byte[] image;

  /**
   * Makes an example of an image and its label.
   *
   * @param id its place in the source, from 0; unique within a split
   * @param label its class, 0 to classes - 1, or {@link #UNLABELLED}
   * @param image {@code channels * height * width} unsigned bytes: row-major, channel by channel;
   *     not copied
   */
  public Example(long id, int label, byte[] image) {
    this.id = id;
    this.label = label;
    this.image = image;
  }

  public long id() {
    return id;
  }

  public int label() {
    return label;
  }

  /** Returns the pixels themselves, not a copy. */
  public byte[] image() {
    return image;
  }

  @Override
  public String toString() {
    return "example " + id + " of class " + label;
  }
}
