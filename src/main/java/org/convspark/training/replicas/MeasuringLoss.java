package org.convspark.training.replicas;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss that also measures: the sum of the losses, and how many examples were classified rightly;
 * and that lets examples count by their weights. It wraps the output layer's own loss in a replica,
 * so that an epoch's loss and accuracy cover all of its examples without a second forward pass.
 * (DL4J's score is the last minibatch's, and no listener is given the output layer's activations.)
 */
final class MeasuringLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  private final ILossFunction loss;
  private double lastSum;
  private long correct;
  private INDArray weights;

  MeasuringLoss(ILossFunction loss) {
    this.loss = loss;
  }

  /**
   * Prepares for the next minibatch.
   *
   * @param weights {@code [n, 1]}, by which losses and gradients are multiplied; {@code null} if
   *     all are 1
   */
  void begin(INDArray weights) {
    this.weights = weights;
    lastSum = 0;
    correct = 0;
  }

  long correct() {
    return correct;
  }

  /** Returns the sum of the losses of the last minibatch, each times its weight. */
  double lastSum() {
    return lastSum;
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    // The largest logit is the largest probability.
    INDArray right = preOutput.argMax(1).eq(labels.argMax(1));
    correct += right.castTo(org.nd4j.linalg.api.buffer.DataType.INT64).sumNumber().longValue();
    if (weights == null) {
      lastSum = loss.computeScore(labels, preOutput.dup(), activation, mask, false);
      return loss.computeGradient(labels, preOutput, activation, mask);
    }
    INDArray losses = loss.computeScoreArray(labels, preOutput.dup(), activation, mask);
    lastSum = losses.reshape(weights.shape()).mul(weights).sumNumber().doubleValue();
    return loss.computeGradient(labels, preOutput, activation, mask).muliColumnVector(weights);
  }

  /**
   * Returns the score of the minibatch whose gradient was computed last; DL4J asks for it after the
   * gradient.
   */
  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return average ? lastSum / labels.size(0) : lastSum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return loss.computeScoreArray(labels, preOutput, activation, mask);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    INDArray gradient = computeGradient(labels, preOutput, activation, mask);
    return Pair.of(computeScore(labels, preOutput, activation, mask, average), gradient);
  }

  @Override
  public String name() {
    return loss.name();
  }
}
