package org.convspark.engine.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The native memory of a program, and whatever else of it is native. Freed when closed, not when
 * the collector comes by.
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

  /** Keeps what JavaCPP would free at the end of the scope in which the program is made. */
  public <P extends Pointer> P keep(P pointer) {
    pointer.retainReference();
    kept.add(pointer);
    return pointer;
  }

  /** Memory laid out as {@code description} says, of its own. */
  public memory allocate(memory.desc description) {
    return keep(new memory(description, cpu));
  }

  /** The same memory under another layout. */
  public memory view(memory.desc description, Pointer handle) {
    return keep(new memory(description, cpu, handle));
  }

  /** The values of a contiguous memory, in the order in which they lie. */
  public FloatPointer values(memory memory) {
    Pointer handle = memory.get_data_handle();
    return keep(new FloatPointer(handle).capacity(memory.get_desc().get_size() / Float.BYTES));
  }

  public FloatPointer floats(Buffer buffer) {
    return keep(new FloatPointer(buffer.handle()).capacity(buffer.floats()));
  }

  /** Memory that nobody else gets. */
  public Buffer own(long floats) {
    return new Buffer(allocate(desc(memory.format_tag.a, floats)), floats);
  }

  /** Fills it with zeros. */
  public void clear(Buffer buffer) {
    floats(buffer).zero();
  }

  /** Memory for as long as it isn't released: the smallest free one that is large enough. */
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
