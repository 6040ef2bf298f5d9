package org.convspark.engine;

import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Every n-th row and column, before a 1x1 convolution of stride n. oneDNN 3.8's own such
 * convolution ({@code jit_1x1:avx512_core}) computes a wrong weight gradient now and then, another
 * one each time: 8 channels of 28x28 to 12 filters at stride 2, about one time in fifty.
 */
final class Striding extends Operation {
  private final int[] stride;

  Striding(Tensor input, int[] stride) {
    super(
        List.of(input),
        new Shape(
            input.shape().channels(),
            (input.shape().height() - 1) / stride[0] + 1,
            (input.shape().width() - 1) / stride[1] + 1),
        false);
    this.stride = stride;
  }

  @Override
  void forward(Program program, boolean training) {
    program.forward(program.reorder(kept(program, input().values()), output().maps(program)));
  }

  @Override
  void backward(Program program, Buffer gradient) {
    Buffer to = program.gradientBuffer(input().shape());
    long floats = (long) program.images() * input().shape().size();
    FloatPointer all = program.memories().keep(new FloatPointer(to.handle()).capacity(floats));
    program.backward(first -> all.zero());
    program.backward(program.reorder(program.maps(gradient, output().shape()), kept(program, to)));
    input().contribute(to);
    program.release(gradient);
  }

  private memory kept(Program program, Buffer buffer) {
    Shape in = input().shape();
    Shape out = output().shape();
    long row = (long) in.width() * in.channels();
    memory.desc view =
        new memory.desc(
            new long[] {program.images(), out.channels(), out.height(), out.width()},
            memory.data_type.f32,
            new long[] {in.height() * row, 1, stride[0] * row, (long) stride[1] * in.channels()});
    return program.memories().view(view, buffer.handle());
  }
}
