package org.convspark.engine.operations;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Memories;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/**
 * A 2-d convolution as products of matrices, the weights by the {@link Patches}, for images of few
 * channels whose own gradient isn't needed. oneDNN's own convolutions divide their work by input
 * channels; over one channel, 28x28 to 32 maps, they take 1.5 times as long with AVX-512 and 1.35
 * times without.
 */
public final class PatchConvolution extends FilterBank {
  /** With more taps the copies cost more than the products save. */
  private static final int MOST_TAPS = 32;

  /** With fewer filters a product's rows don't fill a vector. */
  private static final int FEWEST_FILTERS = 16;

  private final int taps;
  private Patches patches;

  /**
   * @param at index in DL4J's array at which its parameters begin
   */
  public PatchConvolution(Tensor input, ConvolutionLayer layer, Window window, long at) {
    super(input, layer, window, at);
    this.taps = Patches.taps(input.shape(), window);
  }

  /** Returns whether a layer can be computed this way, and faster so. */
  public static boolean suits(Tensor input, ConvolutionLayer layer, Window window) {
    return !input.requiresGradient()
        && Patches.taps(input.shape(), window) <= MOST_TAPS
        && layer.getNOut() >= FEWEST_FILTERS;
  }

  @Override
  public void forward(Program program, boolean training) {
    patches = new Patches(program, input(), window);
    program.forward(
        MatrixProduct.of(
            program,
            patches.byPlace(),
            program.parameter(
                weights(), Memories.desc(memory.format_tag.ab, taps, filters), weightsAt()),
            bias ? program.parameter(offsets(), at) : null,
            byPlace(program, output().values()),
            function().afterwards()));
  }

  /** DL4J's, a filter's taps side by side. */
  private memory.desc weights() {
    return Memories.desc(memory.format_tag.ba, taps, filters);
  }

  private memory.desc offsets() {
    return Memories.desc(memory.format_tag.ab, 1, filters);
  }

  /** {@code [places, filters]}. */
  private memory byPlace(Program program, Buffer maps) {
    long places = (long) program.images() * window.height() * window.width();
    return program
        .memories()
        .view(Memories.desc(memory.format_tag.ab, places, filters), maps.handle());
  }

  @Override
  void backwardBeforeFunction(Program program, Buffer gradient) {
    Memories memories = program.memories();
    int rows = bias ? taps + 1 : taps;
    memory sum = memories.allocate(Memories.desc(memory.format_tag.ab, rows, filters));
    program.backward(
        MatrixProduct.summed(program, patches.byTap(bias), byPlace(program, gradient), sum));
    FloatPointer sums = memories.values(sum);
    copyGradient(
        program, Memories.desc(memory.format_tag.ab, taps, filters), sums, weights(), weightsAt());
    if (bias) {
      copyGradient(program, offsets(), sums.getPointer((long) taps * filters), offsets(), at);
    }
  }

  private static void copyGradient(
      Program program, memory.desc layout, FloatPointer from, memory.desc parameter, long at) {
    Memories memories = program.memories();
    program.onLastSlice(
        program.reorder(
            memories.view(layout, from),
            memories.view(parameter, program.parameters().gradients(at))));
  }
}
