package org.convspark.engine.operations;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.convspark.engine.memory.Memories;
import org.convspark.engine.memory.Program;

/**
 * The gradient of one parameter in the layout in which a primitive makes it, added up over a
 * minibatch's slices in their order, then copied to DL4J's array.
 */
final class WeightGradient {
  private final Program program;
  private final memory total;
  private final memory slice;

  /**
   * @param layout the layout in which a primitive makes it
   * @param parameter the layout in DL4J's array
   * @param at index in DL4J's array of gradients at which it begins
   */
  WeightGradient(Program program, memory.desc layout, memory.desc parameter, long at) {
    this.program = program;
    this.total = program.memories().allocate(layout);
    this.slice = program.memories().allocate(layout);
    memory target = program.memories().view(parameter, program.parameters().gradients(at));
    program.onLastSlice(program.reorder(total, target));
  }

  /** Returns the memory into which the first slice's gradient is written. */
  memory total() {
    return total;
  }

  /** Returns the memory into which the gradient of any other slice is written. */
  memory slice() {
    return slice;
  }

  /** Returns the step that adds {@link #slice} to {@link #total}. */
  Program.Step addition() {
    long floats = total.get_desc().get_size() / Float.BYTES;
    memory.desc flat = Memories.desc(memory.format_tag.a, floats);
    primitive_attr attributes = program.attributes();
    memory sum = program.memories().view(flat, total.get_data_handle());
    memory part = program.memories().view(flat, slice.get_data_handle());
    Program.Step add = program.sum(sum, part, sum, attributes);
    return first -> {
      if (!first) {
        add.run(false);
      }
    };
  }
}
