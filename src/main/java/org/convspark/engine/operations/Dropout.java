package org.convspark.engine.operations;

import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.RandomBits;
import org.convspark.engine.memory.Tensor;

/**
 * Sets activations to zero by chance while training, and divides the others by the share that is
 * kept; at test time it does nothing.
 */
public final class Dropout extends Operation {
  private final double kept;
  private final RandomBits random;
  private memory mask;

  /**
   * @param kept the share of activations that stay, 0 to 1, as DL4J counts
   */
  public Dropout(Tensor input, double kept, RandomBits random) {
    super(List.of(input), input.shape(), false);
    this.kept = kept;
    this.random = random;
  }

  @Override
  public Buffer placement(Program program) {
    return program.isTraining() ? super.placement(program) : input().values().share();
  }

  @Override
  public void forward(Program program, boolean training) {
    if (!training) {
      return;
    }
    int n = program.images() * output().shape().size();
    mask = program.memories().allocate(program.maps(output().shape()));
    FloatPointer target = program.memories().values(mask);
    float[] values = new float[n];
    float scale = (float) (1 / kept);
    int bound = (int) Math.round(kept * (1L << 31) - 1);
    program.forward(
        first -> {
          random.fill(values, bound, scale);
          target.put(values, 0, n);
        });
    program.forward(product(program, input().maps(program), output().maps(program)));
  }

  @Override
  public void backward(Program program, Buffer gradient) {
    Buffer to = gradient.isShared() ? program.take(output().shape()) : gradient;
    program.backward(
        product(
            program, program.maps(gradient, output().shape()), program.maps(to, output().shape())));
    input().contribute(to);
    if (to != gradient) {
      program.release(gradient);
    }
  }

  private Program.Step product(Program program, memory from, memory to) {
    binary.primitive_desc description =
        new binary.primitive_desc(
            program.cpu(),
            dnnl.dnnl_binary_mul,
            from.get_desc(),
            mask.get_desc(),
            to.get_desc(),
            program.attributes(),
            false);
    return program.step(
        description,
        new binary(description),
        dnnl.DNNL_ARG_SRC_0,
        from,
        dnnl.DNNL_ARG_SRC_1,
        mask,
        dnnl.DNNL_ARG_DST,
        to);
  }
}
