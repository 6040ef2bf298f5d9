package org.convspark.engine.operations;

import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;

/** Adds the outputs of several layers, and applies the function after the sum. */
public final class Sum extends Operation implements Fusing {
  private Nonlinearity function = Nonlinearity.IDENTITY;

  public Sum(List<Tensor> inputs) {
    super(inputs, inputs.get(0).shape(), false);
  }

  @Override
  public boolean fuse(Nonlinearity next) {
    function = next;
    return true;
  }

  @Override
  public void forward(Program program, boolean training) {
    memory sum = inputs().get(0).maps(program);
    memory to = output().maps(program);
    for (int i = 1; i < inputs().size(); i++) {
      boolean last = i == inputs().size() - 1;
      post_ops[] after = last ? function.afterwards() : new post_ops[0];
      program.forward(
          program.sum(sum, inputs().get(i).maps(program), to, program.attributes(after)));
      sum = to;
    }
  }

  @Override
  public void backward(Program program, Buffer gradient) {
    Buffer before = function.emitDerivative(program, output().values(), gradient, output().shape());
    for (Tensor input : inputs()) {
      if (input.requiresGradient()) {
        input.contribute(before.share());
      }
    }
    program.release(before);
  }
}
