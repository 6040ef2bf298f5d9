package org.convspark.engine.operations;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.convspark.engine.Shape;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;

/** Takes the maximum or mean of every window; of a whole map if the window is that large. */
public final class Pooling extends Operation {
  private final Window window;
  private final int algorithm;
  private pooling_forward.primitive_desc description;
  private memory places;

  /** The value that is taken from a window. */
  public enum Kind {
    MAX(dnnl.dnnl_pooling_max),
    /** The mean of what lies inside the map. */
    MEAN(dnnl.dnnl_pooling_avg_exclude_padding),
    /** The mean, padding counted as zeros. */
    MEAN_WITH_PADDING(dnnl.dnnl_pooling_avg_include_padding);

    private final int algorithm;

    Kind(int algorithm) {
      this.algorithm = algorithm;
    }
  }

  public Pooling(Tensor input, Window window, Kind kind) {
    super(
        List.of(input),
        new Shape(input.shape().channels(), window.height(), window.width()),
        false);
    this.window = window;
    this.algorithm = kind.algorithm;
  }

  public boolean isMax() {
    return algorithm == dnnl.dnnl_pooling_max;
  }

  @Override
  public void forward(Program program, boolean training) {
    description =
        new pooling_forward.primitive_desc(
            program.cpu(),
            training ? dnnl.dnnl_forward_training : dnnl.dnnl_forward_inference,
            algorithm,
            program.maps(input().shape()),
            program.maps(output().shape()),
            window.strides(),
            window.kernels(),
            window.gaps(),
            window.before(),
            window.after(),
            program.attributes(),
            false);
    places = training && isMax() ? program.memories().allocate(description.workspace_desc()) : null;
    program.forward(
        program.step(
            description,
            new pooling_forward(description),
            dnnl.DNNL_ARG_SRC,
            input().maps(program),
            dnnl.DNNL_ARG_DST,
            output().maps(program),
            dnnl.DNNL_ARG_WORKSPACE,
            places));
  }

  @Override
  public void backward(Program program, Buffer gradient) {
    Buffer before =
        input().isGatedByPooling()
            ? Nonlinearity.RELU.emitDerivative(
                program, output().values(), gradient, output().shape())
            : gradient;
    pooling_backward.primitive_desc back =
        new pooling_backward.primitive_desc(
            program.cpu(),
            algorithm,
            program.maps(input().shape()),
            program.maps(output().shape()),
            window.strides(),
            window.kernels(),
            window.gaps(),
            window.before(),
            window.after(),
            description,
            program.attributes(),
            false);
    Buffer to = program.take(input().shape());
    program.backward(
        program.step(
            back,
            new pooling_backward(back),
            dnnl.DNNL_ARG_DIFF_DST,
            program.maps(before, output().shape()),
            dnnl.DNNL_ARG_WORKSPACE,
            places,
            dnnl.DNNL_ARG_DIFF_SRC,
            program.maps(to, input().shape())));
    input().contribute(to);
    program.release(before);
  }
}
