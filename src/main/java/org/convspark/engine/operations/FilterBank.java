package org.convspark.engine.operations;

import java.util.List;
import org.convspark.engine.Shape;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/**
 * A 2-d convolution and the function after it, however it is computed. Weights are DL4J's {@code
 * [filters, channels, kernel height, kernel width]}, after the bias.
 */
abstract class FilterBank extends Operation {
  private final Nonlinearity function;
  final Window window;
  final boolean bias;
  final long at;
  final int filters;

  /**
   * @param at index in DL4J's array at which its parameters begin
   */
  FilterBank(Tensor input, ConvolutionLayer layer, Window window, long at) {
    super(
        List.of(input),
        new Shape(Math.toIntExact(layer.getNOut()), window.height(), window.width()),
        learns(layer));
    this.window = window;
    this.function = Nonlinearity.of(layer.getActivationFn());
    this.bias = layer.hasBias();
    this.at = at;
    this.filters = output().shape().channels();
  }

  @Override
  public final boolean isRectified() {
    return function == Nonlinearity.RELU;
  }

  final Nonlinearity function() {
    return function;
  }

  final long weightsAt() {
    return at + (bias ? filters : 0);
  }

  @Override
  public final void backward(Program program, Buffer gradient) {
    Buffer before =
        output().isGatedByPooling()
            ? gradient
            : function.emitDerivative(program, output().values(), gradient, output().shape());
    backwardBeforeFunction(program, before);
    program.release(before);
  }

  /**
   * Appends the part of the backward pass that comes after the function's derivative.
   *
   * @param gradient gradient of the convolution's result, before the function; the caller releases
   *     it
   */
  abstract void backwardBeforeFunction(Program program, Buffer gradient);
}
