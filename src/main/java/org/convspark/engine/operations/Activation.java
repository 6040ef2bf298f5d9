package org.convspark.engine.operations;

import java.util.List;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;

/** An activation function as a layer of its own. */
public final class Activation extends Operation {
  private Nonlinearity function;

  public Activation(Tensor input, Nonlinearity function) {
    super(List.of(input), input.shape(), false);
    this.function = function;
  }

  /** Leaves the function to the operation before, if that can apply it. */
  public void leaveTo(Fusing before) {
    if (before.fuse(function)) {
      function = Nonlinearity.IDENTITY;
    }
  }

  @Override
  public Buffer placement(Program program) {
    return function == Nonlinearity.IDENTITY ? input().values().share() : super.placement(program);
  }

  @Override
  public void forward(Program program, boolean training) {
    if (function != Nonlinearity.IDENTITY) {
      function.emit(program, input().maps(program), output().maps(program));
    }
  }

  @Override
  public void backward(Program program, Buffer gradient) {
    input()
        .contribute(
            function.emitDerivative(program, output().values(), gradient, output().shape()));
  }
}
