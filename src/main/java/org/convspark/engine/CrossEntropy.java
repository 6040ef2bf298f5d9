package org.convspark.engine;

/**
 * Softmax and cross-entropy, {@code -sum(target * log(probability))}, with the gradient that DL4J's
 * {@code LossMCXENT} has: probability less target. Probabilities are kept from 0 and 1 by as much
 * as there, so the loss of an example is finite.
 */
final class CrossEntropy {
  /** DL4J's default. */
  private static final double CLIP = 1e-10;

  private final int classes;
  private double lossSum;
  private long correct;

  CrossEntropy(int classes) {
    this.classes = classes;
  }

  void reset() {
    lossSum = 0;
    correct = 0;
  }

  /** Of all examples since {@link #reset}. */
  double lossSum() {
    return lossSum;
  }

  /** How many of them had their largest logit where their target is largest. */
  long correct() {
    return correct;
  }

  /**
   * @param logits {@code [n, classes]}; becomes the loss's gradient
   * @param targets {@code [..., classes]}, of which the rows from {@code from} on are meant
   */
  void backward(float[] logits, float[] targets, int from, int n) {
    for (int i = 0; i < n; i++) {
      int row = i * classes;
      int target = (from + i) * classes;
      if (largest(logits, row) == largest(targets, target) - target + row) {
        correct++;
      }
      softmax(logits, row);
      for (int c = 0; c < classes; c++) {
        float wanted = targets[target + c];
        if (wanted != 0) {
          lossSum -= wanted * Math.log(clipped(logits[row + c]));
        }
        logits[row + c] -= wanted;
      }
    }
  }

  private static double clipped(float probability) {
    // Not Math.max: NaN stays.
    return probability < CLIP ? CLIP : probability > 1 - CLIP ? 1 - CLIP : probability;
  }

  private int largest(float[] values, int row) {
    int largest = row;
    for (int c = row + 1; c < row + classes; c++) {
      if (values[c] > values[largest]) {
        largest = c;
      }
    }
    return largest;
  }

  /** Logits to probabilities, in place. */
  void softmax(float[] logits, int row) {
    float largest = logits[largest(logits, row)];
    double sum = 0;
    for (int c = row; c < row + classes; c++) {
      logits[c] = (float) StrictMath.exp(logits[c] - largest);
      sum += logits[c];
    }
    for (int c = row; c < row + classes; c++) {
      logits[c] = (float) (logits[c] / sum);
    }
  }
}
