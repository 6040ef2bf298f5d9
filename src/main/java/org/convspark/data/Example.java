package org.convspark.data;

import java.io.Serializable;
import org.convspark.config.InputException;

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
  private final float weight;

  /** Makes an example that counts as much as any other: of weight 1. */
  public Example(long id, int label, byte[] image) {
    this(id, label, image, 1);
  }

  /**
   * Makes an example of an image and its label.
   *
   * @param id its place in the source, from 0; unique within a split
   * @param label its class, 0 to classes - 1, or {@link #UNLABELLED}
   * @param image {@code channels * height * width} unsigned bytes: row-major, channel by channel;
   *     not copied
   * @param weight how much it counts in the training loss, beside 1 for an ordinary example
   * @throws InputException if the weight isn't a finite number of at least 0
   */
  public Example(long id, int label, byte[] image, float weight) {
    if (!isWeight(weight)) {
      throw new InputException("example " + id, "weight " + weight, WEIGHTS, "correct the dataset");
    }
    this.id = id;
    this.label = label;
    this.image = image;
    this.weight = weight;
  }

  /** What a weight must be, in words for messages. */
  public static final String WEIGHTS = "finite weights of at least 0";

  public static boolean isWeight(float value) {
    return value >= 0 && Float.isFinite(value);
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

  /** Returns the same example with another image. */
  public Example withImage(byte[] other) {
    return other == image ? this : new Example(id, label, other, weight);
  }

  /** Returns how much it counts in the training loss, at least 0; 1 where nothing was said. */
  public float weight() {
    return weight;
  }

  /** Returns the same example with its weight multiplied by a factor of at least 0. */
  public Example weighted(float factor) {
    return factor == 1 ? this : new Example(id, label, image, weight * factor);
  }

  @Override
  public String toString() {
    return "example " + id + " of class " + label;
  }
}
