package org.convspark.engine.memory;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/**
 * Native memory of floats that layers take in turn while a program is made. It counts its
 * references, so that it is used again once nobody needs it.
 */
public final class Buffer {
  private final memory owner;
  private final long floats;
  private int references = 1;

  /**
   * @param owner the oneDNN memory that it is; frees it
   * @param floats its size in floats
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

  /**
   * Adds a reference for another reader of the same values.
   *
   * @return this buffer
   */
  public Buffer share() {
    references++;
    return this;
  }

  /** Returns whether it has more than one reference, so that it can't be overwritten. */
  public boolean isShared() {
    return references > 1;
  }

  /**
   * Drops a reference.
   *
   * @return whether it was the last one
   */
  boolean drop() {
    references--;
    return references == 0;
  }

  void reuse() {
    references = 1;
  }
}
