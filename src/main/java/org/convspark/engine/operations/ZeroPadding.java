package org.convspark.engine.operations;

import java.util.List;
import org.bytedeco.dnnl.memory;
import org.convspark.engine.Shape;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;

/** Adds rows and columns of zeros around every map. */
public final class ZeroPadding extends Operation {
  private final int top;
  private final int left;

  /**
   * @param padding four numbers: rows above and below, columns to the left and to the right
   */
  public ZeroPadding(Tensor input, int[] padding) {
    super(
        List.of(input),
        new Shape(
            input.shape().channels(),
            input.shape().height() + padding[0] + padding[1],
            input.shape().width() + padding[2] + padding[3]),
        false);
    this.top = padding[0];
    this.left = padding[2];
  }

  /** Returns a buffer that nobody else gets, since the zeros are written only once. */
  @Override
  public Buffer placement(Program program) {
    long floats = (long) program.images() * output().shape().size();
    Buffer own = program.memories().own(floats);
    program.memories().clear(own);
    return own.share();
  }

  @Override
  public void forward(Program program, boolean training) {
    program.forward(program.reorder(input().maps(program), inside(program, output().values())));
  }

  @Override
  public void backward(Program program, Buffer gradient) {
    Buffer to = program.take(input().shape());
    program.backward(program.reorder(inside(program, gradient), program.maps(to, input().shape())));
    input().contribute(to);
    program.release(gradient);
  }

  private memory inside(Program program, Buffer buffer) {
    return program.part(buffer, output().shape(), input().shape(), 0, top, left);
  }
}
