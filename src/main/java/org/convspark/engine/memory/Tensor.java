package org.convspark.engine.memory;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.convspark.engine.Shape;

/**
 * Activations of one layer for the images of a slice, {@code [n, height, width, channels]} in
 * memory, and the gradients that reach it from the layers which use it.
 */
public final class Tensor {
  private final Shape shape;
  private final boolean requiresGradient;
  private final List<Buffer> gradients = new ArrayList<>();
  private Buffer values;
  private int users;
  private boolean reluOnPooledGradient;

  /**
   * @param requiresGradient whether parameters before it learn from its gradient
   */
  public Tensor(Shape shape, boolean requiresGradient) {
    this.shape = shape;
    this.requiresGradient = requiresGradient;
  }

  public Shape shape() {
    return shape;
  }

  public boolean requiresGradient() {
    return requiresGradient;
  }

  public void addUser() {
    users++;
  }

  public int users() {
    return users;
  }

  /**
   * The pooling that alone uses it lets through only what passes ReLU's derivative: the maximum of
   * ReLUs is the ReLU of the maximum, at a quarter of the work.
   */
  public void gateByPooling() {
    reluOnPooledGradient = true;
  }

  public boolean isGatedByPooling() {
    return reluOnPooledGradient;
  }

  public Buffer values() {
    return values;
  }

  /** The memory that its values are written to. */
  public void place(Buffer buffer) {
    values = buffer;
  }

  /** Its values as {@code [n, channels, height, width]} whose memory is channels-last. */
  public memory maps(Program program) {
    return program.maps(values, shape);
  }

  /** A layer that uses it adds its part of the gradient; the buffer's reference goes with it. */
  public void contribute(Buffer gradient) {
    gradients.add(gradient);
  }

  /**
   * The sum of what {@link #contribute} got, in the order in which it came. Emits the additions.
   *
   * @return a reference for the caller to release; {@code null} where nothing came
   */
  public Buffer gradient(Program program) {
    if (gradients.isEmpty()) {
      return null;
    }
    Buffer sum = gradients.get(0);
    for (Buffer other : gradients.subList(1, gradients.size())) {
      Buffer to = sum.isShared() ? (other.isShared() ? program.take(shape) : other) : sum;
      program.emitSum(sum, other, to, shape);
      if (to != sum) {
        program.release(sum);
      }
      if (to != other) {
        program.release(other);
      }
      sum = to;
    }
    gradients.clear();
    return sum;
  }
}
