package org.convspark.engine.operations;

import java.util.List;
import org.convspark.engine.Shape;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;

/**
 * A layer or vertex of the network, which appends its part of the forward and backward pass to a
 * program.
 */
public abstract class Operation {
  private final List<Tensor> inputs;
  private final Tensor output;

  /**
   * @param output shape of its output for one image
   * @param learns whether it has parameters
   */
  Operation(List<Tensor> inputs, Shape output, boolean learns) {
    this.inputs = inputs;
    this.output = new Tensor(output, learns || inputs.stream().anyMatch(Tensor::requiresGradient));
    inputs.forEach(Tensor::addUser);
  }

  public final List<Tensor> inputs() {
    return inputs;
  }

  public final Tensor input() {
    return inputs.get(0);
  }

  public final Tensor output() {
    return output;
  }

  /**
   * Appends the forward pass to a program. The memory of the output has been placed before.
   *
   * @param training whether there is a backward pass
   */
  public abstract void forward(Program program, boolean training);

  /**
   * Appends the backward pass to a program: the gradients of its parameters, and its contribution
   * to each input that requires a gradient.
   *
   * @param gradient gradient of its output, which this method releases or passes on
   */
  public abstract void backward(Program program, Buffer gradient);

  /**
   * Returns the buffer for its output's values; operations that leave the values as they are share
   * their input's.
   */
  public Buffer placement(Program program) {
    return program.take(output.shape());
  }

  /** Returns whether the last thing it does is to apply ReLU. */
  public boolean isRectified() {
    return false;
  }

  /** Returns whether an image's results depend on the other images of its slice. */
  public boolean mixesImages() {
    return false;
  }
}
