package org.convspark.engine.operations;

import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.convspark.engine.Shape;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Memories;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;

/**
 * The inputs that a convolution's windows cover in a slice's images, as a matrix. It has a row for
 * each tap of the kernel, channel by channel and row by row, and a column for each place of each
 * image; a last row of ones makes the bias one more weight.
 */
final class Patches {
  private final int taps;
  private final long places;
  private final FloatPointer values;
  private final Memories memories;

  /** Appends the copies that fill the matrix for each slice to the forward pass. */
  Patches(Program program, Tensor input, Window window) {
    this.memories = program.memories();
    this.taps = taps(input.shape(), window);
    this.places = (long) program.images() * window.height() * window.width();
    this.values = memories.floats(memories.own((taps + 1) * places));
    float[] ones = new float[Math.toIntExact(places)];
    Arrays.fill(ones, 1);
    values.getPointer(taps * places).put(ones, 0, ones.length);
    emitCopies(program, input, window);
  }

  static int taps(Shape input, Window window) {
    return input.channels() * window.kernel()[0] * window.kernel()[1];
  }

  private void emitCopies(Program program, Tensor input, Window window) {
    Shape shape = window.padded(input.shape());
    FloatPointer images = padded(program, input, window, shape);
    long row = shape.width();
    long[] sizes = {program.images(), window.height(), window.width()};
    long[] strides = {shape.size(), row * window.stride()[0], window.stride()[1]};
    memory.desc seen = new memory.desc(sizes, memory.data_type.f32, strides);
    memory.desc dense = Memories.desc(memory.format_tag.abc, sizes);
    long tap = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = 0; y < window.kernel()[0]; y++) {
        for (int x = 0; x < window.kernel()[1]; x++) {
          long line = (long) channel * shape.height() + (long) y * window.dilation()[0];
          long first = line * row + (long) x * window.dilation()[1];
          memory from = memories.view(seen, images.getPointer(first));
          memory to = memories.view(dense, values.getPointer(tap * places));
          program.forward(program.reorder(from, to));
          tap++;
        }
      }
    }
  }

  /** The images channel by channel, zeros around them. */
  private FloatPointer padded(Program program, Tensor input, Window window, Shape shape) {
    if (shape.equals(input.shape()) && shape.hasOneOrder()) {
      return memories.floats(input.values());
    }
    Buffer padded = memories.own((long) program.images() * shape.size());
    memories.clear(padded);
    memory.desc inside =
        program
            .channelsFirst(shape)
            .submemory_desc(
                new long[] {
                  program.images(),
                  input.shape().channels(),
                  input.shape().height(),
                  input.shape().width()
                },
                new long[] {0, 0, window.before()[0], window.before()[1]},
                false);
    program.forward(program.reorder(input.maps(program), memories.view(inside, padded.handle())));
    return memories.floats(padded);
  }

  /** Returns the matrix without the ones, transposed to {@code [places, taps]}; the same memory. */
  memory byPlace() {
    return memories.view(Memories.desc(memory.format_tag.ba, places, taps), values);
  }

  /**
   * Returns the matrix, {@code [taps + 1, places]} with the row of ones, {@code [taps, places]}
   * without.
   */
  memory byTap(boolean ones) {
    return memories.view(
        Memories.desc(memory.format_tag.ab, ones ? taps + 1 : taps, places), values);
  }
}
