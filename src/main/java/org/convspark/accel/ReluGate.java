package org.convspark.accel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/** ReLU on contiguous arrays, in two operations that ND4J runs vectorised. */
final class ReluGate {
  private ReluGate() {}

  /** {@code max(0, x)} in place. */
  static void apply(INDArray x) {
    Nd4j.exec(new RectifiedLinear(x, x));
  }

  /**
   * {@code epsilon} where the activation is over zero, 0 elsewhere. (DL4J's own {@code
   * RectifiedLinearDerivative} takes some fifteen times as long as ReLU itself.)
   *
   * @param activated what {@link #apply} left
   * @param result receives it; neither of the other two
   */
  static void backward(INDArray activated, INDArray epsilon, INDArray result) {
    Nd4j.exec(new Step(activated, result));
    result.muli(epsilon);
  }
}
