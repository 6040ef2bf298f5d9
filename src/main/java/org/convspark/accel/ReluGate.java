package org.convspark.accel;

import java.nio.IntBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.factory.Nd4j;

/** ReLU on contiguous arrays of floats. */
final class ReluGate {
  private ReluGate() {}

  /** {@code max(0, x)} in place. */
  static void apply(INDArray x) {
    Nd4j.exec(new RectifiedLinear(x, x));
  }

  /** {@code max(0, x)} into {@code result}. */
  static void apply(INDArray x, INDArray result) {
    Nd4j.exec(new RectifiedLinear(x, result));
  }

  /**
   * {@code epsilon} where the activation is over zero, 0 elsewhere. (DL4J's own {@code
   * RectifiedLinearDerivative} takes some twenty times as long as ReLU itself, this twice.)
   *
   * @param activated what {@link #apply} left
   * @param result receives it; may be one of the other two
   */
  static void backward(INDArray activated, INDArray epsilon, INDArray result) {
    IntBuffer activations = DenseMemory.bits(activated);
    IntBuffer gradients = DenseMemory.bits(epsilon);
    IntBuffer to = DenseMemory.bits(result);
    int[] y = new int[DenseMemory.PIECE];
    int[] delta = new int[DenseMemory.PIECE];
    for (int at = 0; at < to.capacity(); at += DenseMemory.PIECE) {
      int n = Math.min(DenseMemory.PIECE, to.capacity() - at);
      activations.get(at, y, 0, n);
      gradients.get(at, delta, 0, n);
      gate(y, delta, n);
      to.put(at, delta, 0, n);
    }
  }

  /** The bits of a float over zero are an integer over zero, those of zero are zero. */
  private static void gate(int[] activated, int[] delta, int n) {
    for (int i = 0; i < n; i++) {
      delta[i] &= -activated[i] >> 31;
    }
  }
}
