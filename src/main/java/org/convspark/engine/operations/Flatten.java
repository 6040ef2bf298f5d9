package org.convspark.engine.operations;

import java.util.List;
import org.bytedeco.dnnl.memory;
import org.convspark.engine.Shape;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;

/** Lays feature maps out as one row, channel by channel, as DL4J's dense layers expect them. */
public final class Flatten extends Operation {
  public Flatten(Tensor input) {
    super(List.of(input), Shape.units(input.shape().size()), false);
  }

  @Override
  public Buffer placement(Program program) {
    return input().shape().hasOneOrder() ? input().values().share() : super.placement(program);
  }

  @Override
  public void forward(Program program, boolean training) {
    if (!input().shape().hasOneOrder()) {
      program.forward(
          program.reorder(input().maps(program), channelsFirst(program, output().values())));
    }
  }

  @Override
  public void backward(Program program, Buffer gradient) {
    Shape shape = input().shape();
    if (shape.hasOneOrder()) {
      input().contribute(gradient);
      return;
    }
    Buffer to = program.take(shape);
    program.backward(program.reorder(channelsFirst(program, gradient), program.maps(to, shape)));
    input().contribute(to);
    program.release(gradient);
  }

  private memory channelsFirst(Program program, Buffer buffer) {
    return program.memories().view(program.channelsFirst(input().shape()), buffer.handle());
  }
}
