package org.convspark.engine.operations;

import java.util.List;
import org.convspark.engine.Shape;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;

/** A layer or vertex of the network: how its output follows from its inputs, and back. */
public abstract class Operation {
  private final List<Tensor> inputs;
  private final Tensor output;

  /**
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

  /** Emits the forward pass into the output's memory, which has its place already. */
  public abstract void forward(Program program, boolean training);

  /**
   * Emits the backward pass: what it learns, and its contribution to each input that requires a
   * gradient.
   *
   * @param gradient of its output, a reference for it to release or to pass on
   */
  public abstract void backward(Program program, Buffer gradient);

  /** Where its output's values go; operations that only rename their input share its memory. */
  public Buffer placement(Program program) {
    return program.take(output.shape());
  }

  /** Whether ReLU comes last in it. */
  public boolean isRectified() {
    return false;
  }

  /** Whether a slice's results depend on which images are in it. */
  public boolean mixesImages() {
    return false;
  }
}
