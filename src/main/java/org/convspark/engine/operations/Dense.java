package org.convspark.engine.operations;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.convspark.engine.Shape;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Memories;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;

/**
 * A fully connected layer and the function after it. DL4J's weights {@code [inputs, units]} lie
 * unit by unit, before the bias; they are read and their gradients written where they lie.
 */
public final class Dense extends Operation {
  private final Nonlinearity function;
  private final boolean bias;
  private final long at;
  private final int inputs;
  private final int units;

  /**
   * @param input the flat input, in the order in which DL4J flattens: channel by channel
   * @param at index in DL4J's array at which its parameters begin
   * @param learns whether training changes its parameters
   */
  public Dense(
      Tensor input, int units, Nonlinearity function, boolean bias, long at, boolean learns) {
    super(List.of(input), Shape.units(units), learns);
    this.function = function;
    this.bias = bias;
    this.at = at;
    this.inputs = input.shape().size();
    this.units = units;
  }

  private long biasAt() {
    return at + (long) inputs * units;
  }

  @Override
  public void forward(Program program, boolean training) {
    Memories memories = program.memories();
    memory weights =
        memories.view(
            Memories.desc(memory.format_tag.ba, inputs, units), program.parameters().values(at));
    memory offsets =
        bias
            ? memories.view(
                Memories.desc(memory.format_tag.ab, 1, units),
                program.parameters().values(biasAt()))
            : null;
    program.forward(
        MatrixProduct.of(
            program,
            program.rows(input().values(), input().shape()),
            weights,
            offsets,
            program.rows(output().values(), output().shape()),
            function.afterwards()));
  }

  @Override
  public void backward(Program program, Buffer gradient) {
    Buffer before = function.emitDerivative(program, output().values(), gradient, output().shape());
    Memories memories = program.memories();
    memory delta = program.rows(before, output().shape());
    if (learns()) {
      learn(program, before, delta);
    }
    if (input().requiresGradient()) {
      Buffer to = program.take(input().shape());
      memory weights =
          memories.view(
              Memories.desc(memory.format_tag.ab, units, inputs), program.parameters().values(at));
      program.backward(
          MatrixProduct.of(program, delta, weights, null, program.rows(to, input().shape())));
      input().contribute(to);
    }
    program.release(before);
  }

  private void learn(Program program, Buffer before, memory delta) {
    int n = program.images();
    Memories memories = program.memories();
    memory transposed =
        memories.view(Memories.desc(memory.format_tag.ba, units, n), before.handle());
    program.backward(
        MatrixProduct.summed(
            program,
            transposed,
            program.rows(input().values(), input().shape()),
            memories.view(
                Memories.desc(memory.format_tag.ab, units, inputs),
                program.parameters().gradients(at))));
    if (bias) {
      program.backward(
          MatrixProduct.summed(
              program,
              ones(program),
              delta,
              memories.view(
                  Memories.desc(memory.format_tag.ab, 1, units),
                  program.parameters().gradients(biasAt()))));
    }
  }

  private static memory ones(Program program) {
    int n = program.images();
    memory ones = program.memories().allocate(Memories.desc(memory.format_tag.ab, 1, n));
    float[] values = new float[n];
    Arrays.fill(values, 1);
    FloatPointer to = program.memories().values(ones);
    to.put(values, 0, n);
    return ones;
  }
}
