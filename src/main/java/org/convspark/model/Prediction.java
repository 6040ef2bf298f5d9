package org.convspark.model;

import java.io.Serializable;

/**
 * A network's output for one image. Not a record: predictions cross shuffles, and Spark's Kryo
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

  /** Returns the example's id. */
  public long id() {
    return id;
  }

  /** Returns the class that the dataset gives the example. */
  public int label() {
    return label;
  }

  /**
   * Returns the probabilities, {@code [classes]}, each from 0 to 1 and about 1 together; not a
   * copy.
   */
  public float[] probabilities() {
    return probabilities;
  }

  /** Returns the class of the greatest probability, the lowest such where several are equal. */
  public int predicted() {
    return mostProbable(probabilities);
  }

  /** Returns the index of the greatest probability, the lowest such where several are equal. */
  public static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      if (probabilities[k] > probabilities[best]) {
        best = k;
      }
    }
    return best;
  }

  /** Returns the probability of the predicted class. */
  public float confidence() {
    return probabilities[predicted()];
  }

  /**
   * Returns the cross-entropy, {@code -log(max(p, 1e-7))} in nats, p being the probability of the
   * example's own class.
   */
  public double loss() {
    // StrictMath: Math.log may differ in the last bit from one machine to another.
    return -StrictMath.log(Math.max(probabilities[label], SMALLEST_PROBABILITY));
  }
}
