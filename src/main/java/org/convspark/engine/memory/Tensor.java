package org.convspark.engine.memory;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.convspark.engine.Shape;

/**
 * The activations of one layer for the images of a slice, {@code [n, height, width, channels]} in
 * memory, and the gradients that it gets from the layers which use it.
 */
public final class Tensor {
  private final Shape shape;
  private final boolean requiresGradient;
  private final List<Buffer> gradients = new ArrayList<>();
  private Buffer values;
  private int users;
  private boolean reluOnPooledGradient;

  /**
   * @param shape shape of the activations of one image
   * @param requiresGradient whether layers with parameters come before it, which learn from its
   *     gradient
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
   * Lets the max pooling that alone uses this tensor apply the derivative of the ReLU before it:
   * the maximum of ReLUs is the ReLU of the maximum, at a quarter of the work.
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

  /** Sets the memory that its values are written to. */
  public void place(Buffer buffer) {
    values = buffer;
  }

  /** Returns its values as {@code [n, channels, height, width]} whose memory is channels-last. */
  public memory maps(Program program) {
    return program.maps(values, shape);
  }

  /**
   * Adds the part of the gradient that comes from one layer which uses it. The caller's reference
   * to the buffer passes to this tensor.
   */
  public void contribute(Buffer gradient) {
    gradients.add(gradient);
  }

  /**
   * Appends the additions of what {@link #contribute} got, in that order, to the backward pass.
   *
   * @return the buffer with the sum, for the caller to release; {@code null} if there were no
   *     contributions
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
