package org.convspark.accel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.NDArray;

/**
 * A view {@code [n, channels, height, width]} of channels-last memory that adds its like quickly.
 *
 * <p>Symptom in ND4J 1.0.0-M2: where a layer's output has several users, as in a residual block,
 * the graph adds up their gradients with {@code addi}, which takes 13 ms for two permuted views of
 * 128x16x28x28 and 0.7 ms for the same memory in its own order. To see that it is on: gradients
 * that {@link Layout#channelsFirst} returns are of this class.
 */
@SuppressWarnings("overrides") // DL4J's own: arrays where its interface has varargs.
final class MapsView extends NDArray {
  private static final long serialVersionUID = 1L;

  /**
   * @param view permuted, the first element at the start of its buffer
   */
  MapsView(INDArray view) {
    super(view.data(), view.shape(), view.stride(), 0, view.ordering());
  }

  @Override
  public INDArray addi(INDArray other) {
    if (equalShapes(other) && Layout.isChannelsLast(this) && Layout.isChannelsLast(other)) {
      permute(0, 2, 3, 1).addi(other.permute(0, 2, 3, 1));
      return this;
    }
    return super.addi(other);
  }
}
