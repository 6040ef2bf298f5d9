package org.convspark.engine.operations;

import java.util.List;
import org.bytedeco.dnnl.concat;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;
import org.convspark.engine.Shape;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;

/** Joins the feature maps of several layers, one after the other. */
public final class Concatenation extends Operation {
  public Concatenation(List<Tensor> inputs) {
    super(inputs, joined(inputs), false);
  }

  private static Shape joined(List<Tensor> inputs) {
    int channels = inputs.stream().mapToInt(tensor -> tensor.shape().channels()).sum();
    return inputs.get(0).shape().withChannels(channels);
  }

  @Override
  public void forward(Program program, boolean training) {
    memory.desc[] parts =
        inputs().stream().map(t -> program.maps(t.shape())).toArray(memory.desc[]::new);
    concat.primitive_desc description =
        new concat.primitive_desc(
            program.cpu(),
            program.maps(output().shape()),
            1,
            new memory_desc_vector(parts),
            program.attributes(),
            false);
    Object[] arguments = new Object[2 * parts.length + 2];
    for (int i = 0; i < parts.length; i++) {
      arguments[2 * i] = dnnl.DNNL_ARG_MULTIPLE_SRC + i;
      arguments[2 * i + 1] = inputs().get(i).maps(program);
    }
    arguments[2 * parts.length] = dnnl.DNNL_ARG_DST;
    arguments[2 * parts.length + 1] = output().maps(program);
    program.forward(program.step(description, new concat(description), arguments));
  }

  @Override
  public void backward(Program program, Buffer gradient) {
    long channel = 0;
    for (Tensor input : inputs()) {
      Shape shape = input.shape();
      if (input.requiresGradient()) {
        Buffer to = program.take(shape);
        memory from = program.part(gradient, output().shape(), shape, channel, 0, 0);
        program.backward(program.reorder(from, program.maps(to, shape)));
        input.contribute(to);
      }
      channel += shape.channels();
    }
    program.release(gradient);
  }
}
