package org.convspark.engine.memory;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_desc_base;

/**
 * Working memory that all primitives of a program use in turn. (oneDNN's own belongs to the thread
 * which makes a primitive, and no other may run it then.)
 */
final class Scratchpad {
  private record User(memory.desc description, IntMemoryMap arguments) {}

  private final Memories memories;
  private final List<User> users = new ArrayList<>();
  private Buffer shared;

  Scratchpad(Memories memories) {
    this.memories = memories;
  }

  /**
   * Gives a primitive its working memory, and enlarges the shared memory if it needs more than
   * those before.
   *
   * @param arguments the primitive's arguments, to which the memory is added
   */
  void serve(primitive_desc_base primitive, IntMemoryMap arguments) {
    memory.desc description = primitive.scratchpad_desc();
    long floats = (description.get_size() + Float.BYTES - 1) / Float.BYTES;
    if (floats == 0) {
      return;
    }
    users.add(new User(memories.keep(description), arguments));
    if (shared == null || shared.floats() < floats) {
      shared = memories.own(floats);
      users.forEach(this::give);
    } else {
      give(users.get(users.size() - 1));
    }
  }

  private void give(User user) {
    user.arguments()
        .put(dnnl.DNNL_ARG_SCRATCHPAD, memories.view(user.description(), shared.handle()));
  }
}
