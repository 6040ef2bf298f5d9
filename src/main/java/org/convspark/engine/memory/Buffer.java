package org.convspark.engine.memory;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/** Native memory of floats that layers take in turn while a program is made. */
public final class Buffer {
  private final memory owner;
  private final long floats;
  private int references = 1;

  /**
   * @param owner frees the memory
   */
  Buffer(memory owner, long floats) {
    this.owner = owner;
    this.floats = floats;
  }

  public Pointer handle() {
    return owner.get_data_handle();
  }

  long floats() {
    return floats;
  }

  /** Another reader of the same values. */
  public Buffer share() {
    references++;
    return this;
  }

  /** Whether others read it, so that it can't be written in place. */
  public boolean isShared() {
    return references > 1;
  }

  /**
   * @return whether nobody uses it any more
   */
  boolean drop() {
    references--;
    return references == 0;
  }

  void reuse() {
    references = 1;
  }
}
