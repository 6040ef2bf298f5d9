package org.convspark.engine.operations;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.convspark.engine.memory.Program;

/** Products of matrices. A matrix is a memory of rank 2 with rows or columns side by side. */
final class MatrixProduct {
  private MatrixProduct() {}

  /**
   * Returns a step that computes {@code to = a b + offsets}, then what {@code after} says.
   *
   * @param offsets {@code [1, columns]}; {@code null} for none
   */
  static Program.Step of(
      Program program, memory a, memory b, memory offsets, memory to, post_ops... after) {
    matmul.primitive_desc description =
        new matmul.primitive_desc(
            program.cpu(),
            a.get_desc(),
            b.get_desc(),
            offsets == null ? new memory.desc() : offsets.get_desc(),
            to.get_desc(),
            program.attributes(after),
            false);
    return program.step(
        description,
        new matmul(description),
        dnnl.DNNL_ARG_SRC,
        a,
        dnnl.DNNL_ARG_WEIGHTS,
        b,
        dnnl.DNNL_ARG_BIAS,
        offsets,
        dnnl.DNNL_ARG_DST,
        to);
  }

  /**
   * Returns a step that adds products up over a minibatch: the first slice's overwrites {@code to},
   * the others are added to it.
   */
  static Program.Step summed(Program program, memory a, memory b, memory to) {
    post_ops addition = new post_ops();
    addition.append_sum();
    return Program.byTurn(of(program, a, b, null, to), of(program, a, b, null, to, addition));
  }
}
