package org.convspark.engine.operations;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.javacpp.FloatPointer;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Memories;
import org.convspark.engine.memory.Parameters;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;

/**
 * Batch normalisation and the ReLU after it. DL4J's parameters are gamma, beta, the running mean
 * and the running deviation's logarithm (or variance), in this order; the running ones change by
 * "gradients" that DL4J's updater subtracts unchanged.
 *
 * <p>Frozen, it normalises by the running statistics in training too, and leaves them as they are,
 * as Keras's does with {@code trainable = False}.
 */
public final class BatchNorm extends Operation implements Fusing {
  private final int channels;
  private final float epsilon;
  private final double step;
  private final boolean logarithms;
  private final long at;
  private boolean relu;
  private batch_normalization_forward.primitive_desc description;
  private memory scale;
  private memory shift;
  private memory mean;
  private memory variance;
  private memory passed;

  /**
   * @param at index in DL4J's array at which its parameters begin
   */
  public BatchNorm(Tensor input, BatchNormalization layer, long at) {
    super(List.of(input), input.shape(), learns(layer));
    this.channels = input.shape().channels();
    this.epsilon = (float) layer.getEps();
    this.step = 1 - layer.getDecay();
    this.logarithms = layer.isUseLogStd();
    this.at = at;
  }

  @Override
  public boolean fuse(Nonlinearity next) {
    relu = learns() && next == Nonlinearity.RELU;
    return relu;
  }

  @Override
  public boolean mixesImages() {
    return learns();
  }

  private memory.desc perChannel() {
    return Memories.desc(memory.format_tag.a, channels);
  }

  @Override
  public void forward(Program program, boolean training) {
    int flags = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;
    post_ops[] after = new post_ops[0];
    boolean running = !training || !learns();
    if (running) {
      flags |= dnnl.dnnl_use_global_stats;
    }
    if (!training) {
      after = (relu ? Nonlinearity.RELU : Nonlinearity.IDENTITY).afterwards();
    } else if (relu) {
      flags |= dnnl.dnnl_fuse_norm_relu;
    }
    description =
        new batch_normalization_forward.primitive_desc(
            program.cpu(),
            training ? dnnl.dnnl_forward_training : dnnl.dnnl_forward_inference,
            program.maps(input().shape()),
            program.maps(output().shape()),
            epsilon,
            flags,
            program.attributes(after),
            false);
    Memories memories = program.memories();
    scale = program.parameter(perChannel(), at);
    shift = program.parameter(perChannel(), at + channels);
    mean = memories.allocate(perChannel());
    variance = memories.allocate(perChannel());
    passed = training && relu ? memories.allocate(description.workspace_desc()) : null;
    if (running) {
      program.onNewParameters(first -> useRunning(program.parameters()));
    }
    program.forward(
        program.step(
            description,
            new batch_normalization_forward(description),
            dnnl.DNNL_ARG_SRC,
            input().maps(program),
            dnnl.DNNL_ARG_SCALE,
            scale,
            dnnl.DNNL_ARG_SHIFT,
            shift,
            dnnl.DNNL_ARG_MEAN,
            mean,
            dnnl.DNNL_ARG_VARIANCE,
            variance,
            dnnl.DNNL_ARG_WORKSPACE,
            passed,
            dnnl.DNNL_ARG_DST,
            output().maps(program)));
  }

  private void useRunning(Parameters parameters) {
    write(mean, parameters.read(at + 2L * channels, channels));
    write(variance, runningVariance(parameters));
  }

  private float[] runningVariance(Parameters parameters) {
    float[] kept = parameters.read(at + 3L * channels, channels);
    return logarithms ? each(c -> Math.pow(10, 2.0 * kept[c])) : kept;
  }

  @Override
  public void backward(Program program, Buffer gradient) {
    boolean learns = learns();
    batch_normalization_backward.primitive_desc back =
        new batch_normalization_backward.primitive_desc(
            program.cpu(),
            dnnl.dnnl_backward,
            program.maps(input().shape()),
            program.maps(output().shape()),
            program.maps(input().shape()),
            epsilon,
            dnnl.dnnl_use_scale
                | dnnl.dnnl_use_shift
                | (relu ? dnnl.dnnl_fuse_norm_relu : 0)
                | (learns ? 0 : dnnl.dnnl_use_global_stats),
            description,
            program.attributes(),
            false);
    WeightGradient ofScale =
        learns ? new WeightGradient(program, perChannel(), perChannel(), at) : null;
    WeightGradient ofShift =
        learns ? new WeightGradient(program, perChannel(), perChannel(), at + channels) : null;
    Buffer to = program.take(input().shape());
    program.backward(
        program.step(
            back,
            new batch_normalization_backward(back),
            dnnl.DNNL_ARG_SRC,
            input().maps(program),
            dnnl.DNNL_ARG_MEAN,
            mean,
            dnnl.DNNL_ARG_VARIANCE,
            variance,
            dnnl.DNNL_ARG_DIFF_DST,
            program.maps(gradient, output().shape()),
            dnnl.DNNL_ARG_SCALE,
            scale,
            dnnl.DNNL_ARG_WORKSPACE,
            passed,
            dnnl.DNNL_ARG_DIFF_SRC,
            program.maps(to, input().shape()),
            dnnl.DNNL_ARG_DIFF_SCALE,
            learns ? ofScale.total() : unused(program),
            dnnl.DNNL_ARG_DIFF_SHIFT,
            learns ? ofShift.total() : unused(program)));
    if (learns) {
      program.onLastSlice(first -> updateRunning(program.parameters()));
    }
    if (input().requiresGradient()) {
      input().contribute(to);
    } else {
      program.release(to);
    }
    program.release(gradient);
  }

  /** oneDNN writes these gradients even where they are nobody's. */
  private memory unused(Program program) {
    return program.memories().allocate(perChannel());
  }

  /** The differences by which DL4J's no-op updater moves the running statistics. */
  private void updateRunning(Parameters parameters) {
    float[] newMean = read(mean);
    float[] newVariance = read(variance);
    float[] oldMean = parameters.read(at + 2L * channels, channels);
    float[] old = runningVariance(parameters);
    parameters.writeGradient(at + 2L * channels, each(c -> (oldMean[c] - newMean[c]) * step));
    parameters.writeGradient(
        at + 3L * channels,
        logarithms
            // log10 of the old deviation less log10 of the new one.
            ? each(
                c ->
                    0.5
                        * Math.log10(
                            old[c] / (old[c] * (1 - step) + (double) newVariance[c] * step)))
            : each(c -> (old[c] - newVariance[c]) * step));
  }

  private float[] each(IntToDoubleFunction value) {
    float[] values = new float[channels];
    for (int c = 0; c < channels; c++) {
      values[c] = (float) value.applyAsDouble(c);
    }
    return values;
  }

  private float[] read(memory memory) {
    float[] values = new float[channels];
    new FloatPointer(memory.get_data_handle()).capacity(channels).get(values);
    return values;
  }

  private static void write(memory memory, float[] values) {
    new FloatPointer(memory.get_data_handle()).capacity(values.length).put(values);
  }
}
