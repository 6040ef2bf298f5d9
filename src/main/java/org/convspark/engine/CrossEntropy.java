package org.convspark.engine;

/**
 * Softmax and cross-entropy, {@code -sum(target * log(probability))}, with the gradient of DL4J's
 * {@code LossMCXENT}: probability less target. Probabilities are clipped away from 0 and 1 by as
 * much as there, so the loss of an example is finite.
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

  /**
   * Returns the sum of the losses of all examples since {@link #reset}, each times its weight, in
   * nats.
   */
  double lossSum() {
    return lossSum;
  }

  /**
   * Returns how many examples since {@link #reset} had their largest logit where their target is
   * largest.
   */
  long correct() {
    return correct;
  }

  /**
   * Adds the losses of {@code n} examples and turns their logits into the loss's gradient, in
   * place. An example's weight multiplies both.
   *
   * @param logits {@code [n, classes]}; overwritten with the gradient
   * @param targets {@code [..., classes]}; row {@code from} belongs to the first example
   * @param weights one for each row of {@code targets}, at least 0; {@code null} if all are 1
   * @param from the first row of {@code targets}
   * @param n number of examples
   */
  void backward(float[] logits, float[] targets, float[] weights, int from, int n) {
    for (int i = 0; i < n; i++) {
      int row = i * classes;
      int target = (from + i) * classes;
      if (largest(logits, row) == largest(targets, target) - target + row) {
        correct++;
      }
      softmax(logits, row);
      float weight = weights == null ? 1 : weights[from + i];
      for (int c = 0; c < classes; c++) {
        float wanted = targets[target + c];
        if (wanted != 0) {
          lossSum -= weight * (wanted * Math.log(clipped(logits[row + c])));
        }
        logits[row + c] = weight * (logits[row + c] - wanted);
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

  /**
   * Turns the logits of one example into probabilities, in place.
   *
   * @param row index of the example's first logit in the array
   */
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
