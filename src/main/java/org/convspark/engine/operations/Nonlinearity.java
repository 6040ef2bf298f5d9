package org.convspark.engine.operations;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.convspark.engine.Shape;
import org.convspark.engine.UnsupportedLayerException.Setting;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Activation functions of single values whose derivative follows from their result. */
public enum Nonlinearity {
  IDENTITY(0, 0),
  RELU(dnnl.dnnl_eltwise_relu, dnnl.dnnl_eltwise_relu_use_dst_for_bwd),
  TANH(dnnl.dnnl_eltwise_tanh, dnnl.dnnl_eltwise_tanh_use_dst_for_bwd),
  SIGMOID(dnnl.dnnl_eltwise_logistic, dnnl.dnnl_eltwise_logistic_use_dst_for_bwd);

  private final int function;
  private final int derivative;

  Nonlinearity(int function, int derivative) {
    this.function = function;
    this.derivative = derivative;
  }

  public static Nonlinearity of(IActivation activation) {
    if (activation instanceof ActivationIdentity) {
      return IDENTITY;
    }
    if (activation instanceof ActivationReLU && activation.equals(new ActivationReLU())) {
      return RELU;
    }
    if (activation instanceof ActivationTanH) {
      return TANH;
    }
    if (activation instanceof ActivationSigmoid) {
      return SIGMOID;
    }
    throw new Setting("activation " + activation);
  }

  /**
   * Returns the operations that apply the function to the result of another primitive; none for the
   * identity.
   */
  post_ops[] afterwards() {
    if (this == IDENTITY) {
      return new post_ops[0];
    }
    post_ops operations = new post_ops();
    operations.append_eltwise(function, 0f, 0f);
    return new post_ops[] {operations};
  }

  /** Appends the function to the forward pass, as a primitive of its own. */
  void emit(Program program, memory from, memory to) {
    eltwise_forward.primitive_desc description = description(program, from, function);
    program.forward(
        program.step(
            description,
            new eltwise_forward(description),
            dnnl.DNNL_ARG_SRC,
            from,
            dnnl.DNNL_ARG_DST,
            to));
  }

  private static eltwise_forward.primitive_desc description(
      Program program, memory like, int algorithm) {
    return new eltwise_forward.primitive_desc(
        program.cpu(),
        dnnl.dnnl_forward_training,
        algorithm,
        like.get_desc(),
        like.get_desc(),
        0f,
        0f,
        program.attributes(),
        false);
  }

  /**
   * Appends the function's derivative to the backward pass.
   *
   * @param result the function's result
   * @param gradient gradient of that result; the caller's reference to it passes to this method
   * @return the gradient of the function's input, for the caller to release
   */
  Buffer emitDerivative(Program program, Buffer result, Buffer gradient, Shape shape) {
    if (this == IDENTITY) {
      return gradient;
    }
    Buffer before = gradient.isShared() ? program.take(shape) : gradient;
    memory from = program.maps(gradient, shape);
    eltwise_forward.primitive_desc hint = description(program, from, derivative);
    eltwise_backward.primitive_desc description =
        new eltwise_backward.primitive_desc(
            program.cpu(),
            derivative,
            from.get_desc(),
            from.get_desc(),
            from.get_desc(),
            0f,
            0f,
            hint,
            program.attributes(),
            false);
    program.backward(
        program.step(
            description,
            new eltwise_backward(description),
            dnnl.DNNL_ARG_DST,
            program.maps(result, shape),
            dnnl.DNNL_ARG_DIFF_DST,
            from,
            dnnl.DNNL_ARG_DIFF_SRC,
            program.maps(before, shape)));
    if (before != gradient) {
      program.release(gradient);
    }
    return before;
  }
}
