package org.convspark.engine.memory;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.convspark.engine.Shape;

/**
 * A network as lists of oneDNN primitives over fixed memory, for slices with a fixed number of
 * images. Layers append to it while it is made; afterwards the lists are run in order, slice by
 * slice.
 */
public final class Program implements AutoCloseable {
  private final engine cpu;
  private final stream order;
  private final int images;
  private final boolean training;
  private final Parameters parameters;
  private final Memories memories;
  private final List<Step> onNewParameters = new ArrayList<>();
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private final List<Step> onLastSlice = new ArrayList<>();
  private final Scratchpad scratchpad;

  /** A step that is run for each slice, or once before or after all slices of a minibatch. */
  @FunctionalInterface
  public interface Step {
    /**
     * Runs the step.
     *
     * @param first whether the slice is the first of its minibatch
     */
    void run(boolean first);
  }

  /**
   * @param images number of images in a slice
   * @param parameters the arrays that parameters are read from and gradients written to
   * @param training whether there is a backward pass
   */
  public Program(int images, Parameters parameters, boolean training) {
    this.images = images;
    this.training = training;
    this.parameters = parameters;
    this.cpu = new engine(engine.kind.cpu, 0);
    this.order = new stream(cpu);
    this.memories = new Memories(cpu);
    this.scratchpad = new Scratchpad(memories);
  }

  public int images() {
    return images;
  }

  /** Returns whether there is a backward pass. */
  public boolean isTraining() {
    return training;
  }

  public engine cpu() {
    return cpu;
  }

  public Parameters parameters() {
    return parameters;
  }

  public Memories memories() {
    return memories;
  }

  /** Describes maps {@code [n, channels, height, width]} whose memory is channels-last. */
  public memory.desc maps(Shape shape) {
    return Memories.desc(
        memory.format_tag.nhwc, images, shape.channels(), shape.height(), shape.width());
  }

  /**
   * Describes maps {@code [n, channels, height, width]} in DL4J's order of memory, channels first.
   */
  public memory.desc channelsFirst(Shape shape) {
    return Memories.desc(
        memory.format_tag.nchw, images, shape.channels(), shape.height(), shape.width());
  }

  /**
   * Returns a view of some channels, rows and columns of a buffer of larger maps.
   *
   * @param whole the shape of the buffer's maps
   * @param part the shape of the view
   * @param offsets the first channel, row and column of the view
   */
  public memory part(Buffer buffer, Shape whole, Shape part, long... offsets) {
    memory.desc description =
        maps(whole)
            .submemory_desc(
                new long[] {images, part.channels(), part.height(), part.width()},
                new long[] {0, offsets[0], offsets[1], offsets[2]},
                false);
    return memories.view(description, buffer.handle());
  }

  public memory maps(Buffer buffer, Shape shape) {
    return memories.view(maps(shape), buffer.handle());
  }

  /** Describes rows {@code [n, units]}. */
  public memory.desc rows(Shape shape) {
    return Memories.desc(memory.format_tag.ab, images, shape.size());
  }

  public memory rows(Buffer buffer, Shape shape) {
    return memories.view(rows(shape), buffer.handle());
  }

  /**
   * Returns a buffer for a tensor's values or its gradient, to use until {@link #release} gives it
   * to others.
   */
  public Buffer take(Shape shape) {
    return memories.take((long) images * shape.size());
  }

  public void release(Buffer buffer) {
    memories.release(buffer);
  }

  /**
   * Returns the attributes that every primitive must have, so that any thread may run it.
   *
   * @param operations what the primitive does with its result before it writes it; may be none
   */
  public primitive_attr attributes(post_ops... operations) {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.dnnl_scratchpad_mode_user);
    for (post_ops operation : operations) {
      attributes.set_post_ops(operation);
    }
    return attributes;
  }

  /** Appends a step that is run once for each minibatch, after the parameters have changed. */
  public void onNewParameters(Step step) {
    onNewParameters.add(step);
  }

  public void forward(Step step) {
    forward.add(step);
  }

  public void backward(Step step) {
    backward.add(step);
  }

  /**
   * Appends a step that is run once for each minibatch, after the gradients of all slices are added
   * up.
   */
  public void onLastSlice(Step step) {
    onLastSlice.add(step);
  }

  /**
   * Returns a step that executes a primitive.
   *
   * @param description the primitive's descriptor, which says how much working memory it needs
   * @param arguments the kinds of memories (DNNL_ARG_SRC and so on) and the memories, in turn; a
   *     {@code null} memory is left out
   */
  public Step step(primitive_desc_base description, primitive primitive, Object... arguments) {
    IntMemoryMap map = memories.keep(new IntMemoryMap());
    for (int i = 0; i < arguments.length; i += 2) {
      if (arguments[i + 1] != null) {
        map.put((Integer) arguments[i], (memory) arguments[i + 1]);
      }
    }
    memories.keep(primitive);
    scratchpad.serve(description, map);
    return first -> primitive.execute(order, map);
  }

  /**
   * Returns a step that runs {@code first} for a minibatch's first slice and {@code other} for
   * those after it.
   */
  public static Step byTurn(Step first, Step other) {
    return isFirst -> (isFirst ? first : other).run(isFirst);
  }

  /**
   * Returns a copy of a parameter in the program's own memory, renewed whenever the parameters
   * change. DL4J's lies at any address, and oneDNN's loops are made for whole vectors.
   *
   * @param layout the parameter's layout
   * @param at index in DL4J's array at which it begins
   */
  public memory parameter(memory.desc layout, long at) {
    return parameter(layout, layout, at);
  }

  /**
   * Returns such a copy in another layout than DL4J's.
   *
   * @param theirs the layout in DL4J's array
   * @param layout the layout of the copy
   * @param at index in DL4J's array at which it begins
   */
  public memory parameter(memory.desc theirs, memory.desc layout, long at) {
    memory own = memories.allocate(layout);
    onNewParameters(reorder(memories.view(theirs, parameters.values(at)), own));
    return own;
  }

  /**
   * Returns a step that copies a memory into another of the same sizes, whose layout may differ.
   */
  public Step reorder(memory from, memory to) {
    reorder.primitive_desc description =
        new reorder.primitive_desc(cpu, from.get_desc(), cpu, to.get_desc(), attributes(), false);
    return step(
        description, new reorder(description), dnnl.DNNL_ARG_FROM, from, dnnl.DNNL_ARG_TO, to);
  }

  /**
   * Returns a step that computes {@code to = a + b}, element by element; {@code to} may be {@code
   * a} or {@code b}.
   */
  public Step sum(memory a, memory b, memory to, primitive_attr attributes) {
    binary.primitive_desc description =
        new binary.primitive_desc(
            cpu,
            dnnl.dnnl_binary_add,
            a.get_desc(),
            b.get_desc(),
            to.get_desc(),
            attributes,
            false);
    return step(
        description,
        new binary(description),
        dnnl.DNNL_ARG_SRC_0,
        a,
        dnnl.DNNL_ARG_SRC_1,
        b,
        dnnl.DNNL_ARG_DST,
        to);
  }

  void emitSum(Buffer a, Buffer b, Buffer to, Shape shape) {
    backward(sum(maps(a, shape), maps(b, shape), maps(to, shape), attributes()));
  }

  public void runOnNewParameters() {
    run(onNewParameters, true);
  }

  public void runForward(boolean first) {
    run(forward, first);
  }

  public void runBackward(boolean first) {
    run(backward, first);
  }

  public void runOnLastSlice() {
    run(onLastSlice, false);
  }

  private void run(List<Step> steps, boolean first) {
    for (Step step : steps) {
      step.run(first);
    }
  }

  /** Frees the program and its native memory. */
  @Override
  public void close() {
    memories.close();
    order.close();
    cpu.close();
  }
}
