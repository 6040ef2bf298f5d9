package org.convspark.engine;

import java.util.List;

/** A function of single values, as a layer of its own. */
final class Activation extends Operation {
  private Nonlinearity function;

  Activation(Tensor input, Nonlinearity function) {
    super(List.of(input), input.shape(), false);
    this.function = function;
  }

  /** Leaves it to the operation before, where that can do it. */
  void leaveTo(Fusing before) {
    if (before.fuse(function)) {
      function = Nonlinearity.IDENTITY;
    }
  }

  @Override
  Buffer placement(Program program) {
    return function == Nonlinearity.IDENTITY ? input().values().share() : super.placement(program);
  }

  @Override
  void forward(Program program, boolean training) {
    if (function != Nonlinearity.IDENTITY) {
      function.emit(program, input().maps(program), output().maps(program));
    }
  }

  @Override
  void backward(Program program, Buffer gradient) {
    input()
        .contribute(
            function.emitDerivative(program, output().values(), gradient, output().shape()));
  }
}
