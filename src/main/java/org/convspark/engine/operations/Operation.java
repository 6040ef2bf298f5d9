package org.convspark.engine.operations;

import java.util.List;
import org.convspark.engine.Shape;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A layer or vertex of the network, which appends its part of the forward and backward pass to a
 * program.
 */
public abstract class Operation {
  private final List<Tensor> inputs;
  private final Tensor output;
  private final boolean learns;

  /**
   * @param output shape of its output for one image
   * @param learns whether it has parameters that training changes
   */
  Operation(List<Tensor> inputs, Shape output, boolean learns) {
    this.inputs = inputs;
    this.learns = learns;
    this.output = new Tensor(output, learns || inputs.stream().anyMatch(Tensor::requiresGradient));
    inputs.forEach(Tensor::addUser);
  }

  /**
   * Returns whether training changes a layer's parameters: with a learning rate of 0 it is frozen.
   */
  public static boolean learns(BaseLayer layer) {
    IUpdater updater = layer.getIUpdater();
    return updater == null || !updater.hasLearningRate() || updater.getLearningRate(0, 0) != 0;
  }

  /** Returns whether gradients of its own parameters are needed. */
  final boolean learns() {
    return learns;
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
