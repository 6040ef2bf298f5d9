package org.convspark.engine.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The native memory of a program and all its other native objects. They are freed on {@link
 * #close}, not by the garbage collector.
 */
public final class Memories implements AutoCloseable {
  private final engine cpu;
  private final List<Pointer> kept = new ArrayList<>();
  private final List<Buffer> free = new ArrayList<>();

  Memories(engine cpu) {
    this.cpu = cpu;
  }

  public static memory.desc desc(memory.format_tag layout, long... sizes) {
    return new memory.desc(sizes, memory.data_type.f32, layout);
  }

  /**
   * Keeps a native object that JavaCPP would otherwise free at the end of the scope in which the
   * program is made.
   *
   * @return {@code pointer} itself
   */
  public <P extends Pointer> P keep(P pointer) {
    pointer.retainReference();
    kept.add(pointer);
    return pointer;
  }

  /** Allocates memory laid out as {@code description} says. */
  public memory allocate(memory.desc description) {
    return keep(new memory(description, cpu));
  }

  /** Returns a view of the memory at {@code handle} under another layout. */
  public memory view(memory.desc description, Pointer handle) {
    return keep(new memory(description, cpu, handle));
  }

  /** Returns a pointer to the values of a contiguous memory, in the order in which they lie. */
  public FloatPointer values(memory memory) {
    Pointer handle = memory.get_data_handle();
    return keep(new FloatPointer(handle).capacity(memory.get_desc().get_size() / Float.BYTES));
  }

  public FloatPointer floats(Buffer buffer) {
    return keep(new FloatPointer(buffer.handle()).capacity(buffer.floats()));
  }

  /** Allocates a buffer that nobody else gets. */
  public Buffer own(long floats) {
    return new Buffer(allocate(desc(memory.format_tag.a, floats)), floats);
  }

  /** Fills a buffer with zeros. */
  public void clear(Buffer buffer) {
    floats(buffer).zero();
  }

  /**
   * Returns a buffer to use until it is released: the smallest free one that is large enough, or a
   * new one.
   */
  Buffer take(long floats) {
    Buffer best =
        free.stream()
            .filter(buffer -> buffer.floats() >= floats)
            .min(Comparator.comparingLong(Buffer::floats))
            .orElse(null);
    if (best == null) {
      return own(floats);
    }
    free.remove(best);
    best.reuse();
    return best;
  }

  void release(Buffer buffer) {
    if (buffer.drop()) {
      free.add(buffer);
    }
  }

  @Override
  public void close() {
    for (int i = kept.size() - 1; i >= 0; i--) {
      kept.get(i).releaseReference();
    }
    kept.clear();
    free.clear();
  }
}
