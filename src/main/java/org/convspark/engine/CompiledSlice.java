package org.convspark.engine;

import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Parameters;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;

/**
 * A compiled program for one number of images (a slice), with the arrays that carry images into it
 * and results out of it.
 */
final class CompiledSlice implements AutoCloseable {
  private final Plan plan;
  private final Program program;
  private final float[] pixels;
  private final float[] rows;
  private final FloatPointer input;
  private final FloatPointer output;
  private final FloatPointer gradient;

  /** The purpose that a program is compiled for. */
  enum Use {
    TRAINING,
    INFERENCE,
    /** Inference that keeps the values of every layer. */
    INSPECTION
  }

  /**
   * Compiles a plan.
   *
   * @param size number of images in a slice
   */
  CompiledSlice(Plan plan, int size, Parameters parameters, Use use) {
    boolean training = use == Use.TRAINING;
    this.plan = plan;
    this.program = new Program(size, parameters, training);
    this.pixels = new float[size * plan.input().shape().size()];
    this.rows = new float[size * plan.output().shape().size()];
    PointerScope scope = new PointerScope(); // Frees what is needed to describe primitives.
    try {
      this.input = emitInput();
      plan.emitForward(program, use != Use.INFERENCE);
      this.output = pointer(plan.output().values(), rows.length);
      this.gradient = training ? pointer(plan.emitBackward(program), rows.length) : null;
    } catch (RuntimeException | Error e) {
      program.close();
      throw e;
    } finally {
      scope.close();
    }
  }

  /** Images come channels first. */
  private FloatPointer emitInput() {
    Shape shape = plan.input().shape();
    Buffer channelsLast = program.memories().own(pixels.length);
    plan.input().place(channelsLast);
    if (shape.hasOneOrder()) {
      return pointer(channelsLast, pixels.length);
    }
    memory given = program.memories().allocate(program.channelsFirst(shape));
    program.forward(program.reorder(given, plan.input().maps(program)));
    return program.memories().values(given);
  }

  private FloatPointer pointer(Buffer buffer, long floats) {
    return program.memories().keep(new FloatPointer(buffer.handle()).capacity(floats));
  }

  int size() {
    return program.images();
  }

  Program program() {
    return program;
  }

  /**
   * Copies images into the program's input, and fills it up with zeros if they are fewer than a
   * slice.
   *
   * @param all images, {@code [..., channels, height, width]}
   * @param from index of the first image to copy
   * @param count number of images, at most {@link #size}
   */
  void load(float[] all, int from, int count) {
    int image = plan.input().shape().size();
    if (count == size()) {
      input.put(all, from * image, pixels.length);
    } else {
      System.arraycopy(all, from * image, pixels, 0, count * image);
      Arrays.fill(pixels, count * image, pixels.length, 0);
      input.put(pixels, 0, pixels.length);
    }
  }

  /** Returns the last layer's values, {@code [size, classes]}; the same array every time. */
  float[] output() {
    output.get(rows, 0, rows.length);
    return rows;
  }

  /**
   * Sets the gradient of the loss with respect to {@link #output}, and zeros the rows beyond the
   * first {@code count}.
   *
   * @param gradients {@code [size, classes]}; those rows are zeroed in it too
   */
  void loadGradient(float[] gradients, int count) {
    Arrays.fill(gradients, count * plan.output().shape().size(), gradients.length, 0);
    gradient.put(gradients, 0, gradients.length);
  }

  /** Returns a layer's values for the first image, {@code [channel][row][column]}. */
  float[][][] maps(Tensor layer) {
    Shape shape = layer.shape();
    float[] channelsLast = new float[shape.size()];
    new FloatPointer(layer.values().handle()).get(channelsLast, 0, channelsLast.length);
    float[][][] maps = new float[shape.channels()][shape.height()][shape.width()];
    int at = 0;
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        for (float[][] map : maps) {
          map[row][column] = channelsLast[at++];
        }
      }
    }
    return maps;
  }

  @Override
  public void close() {
    program.close();
  }
}
