package org.convspark.accel;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory of contiguous arrays of floats, for loops in Java; no copy. */
final class DenseMemory {
  /** Floats that a loop works on at a time: several such pieces fit the first-level cache. */
  static final int PIECE = 2048;

  private DenseMemory() {}

  /** From the array's first element, in memory's order. */
  static FloatBuffer floats(INDArray contiguous) {
    return new FloatPointer(contiguous.data().addressPointer())
        .capacity(contiguous.length())
        .asBuffer();
  }

  /** The same as bits: integer operations stand in for what isn't vectorised on floats. */
  static IntBuffer bits(INDArray contiguous) {
    return new IntPointer(contiguous.data().addressPointer())
        .capacity(contiguous.length())
        .asBuffer();
  }
}
