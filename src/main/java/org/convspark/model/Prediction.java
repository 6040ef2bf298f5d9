package org.convspark.model;

import java.io.Serializable;

/**
 * What a network says of one image. Not a record: predictions cross shuffles, and Spark's Kryo
 * can't serialize records.
 */
public final class Prediction implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Probabilities are taken as at least this in the loss, as Keras does (backend epsilon). */
  static final double SMALLEST_PROBABILITY = 1e-7;

  private final long id;
  private final int label;
  private final float[] probabilities;

  public Prediction(long id, int label, float[] probabilities) {
    this.id = id;
    this.label = label;
    this.probabilities = probabilities;
  }

  /** The example's id. */
  public long id() {
    return id;
  }

  /** The class it is of, as the dataset says. */
  public int label() {
    return label;
  }

  /** {@code [classes]}, from 0 to 1, about 1 together; not a copy. */
  public float[] probabilities() {
    return probabilities;
  }

  /** The class of the greatest probability, the lowest such where several are equal. */
  public int predicted() {
    return mostProbable(probabilities);
  }

  static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      if (probabilities[k] > probabilities[best]) {
        best = k;
      }
    }
    return best;
  }

  /** The probability of the predicted class. */
  public float confidence() {
    return probabilities[predicted()];
  }

  /**
   * The cross-entropy, {@code -log(max(p, 1e-7))} in nats, p being the probability of its own
   * class.
   */
  public double loss() {
    // StrictMath: Math.log may differ in the last bit from one machine to another.
    return -StrictMath.log(Math.max(probabilities[label], SMALLEST_PROBABILITY));
  }
}
