package org.convspark.engine.operations;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.convspark.engine.memory.Buffer;
import org.convspark.engine.memory.Memories;
import org.convspark.engine.memory.Program;
import org.convspark.engine.memory.Tensor;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/** A 2-d convolution by oneDNN's own primitives. */
public final class Convolution extends FilterBank {
  private memory weights;
  private convolution_forward.primitive_desc plain;

  /**
   * @param at index in DL4J's array at which its parameters begin
   */
  public Convolution(Tensor input, ConvolutionLayer layer, Window window, long at) {
    super(input, layer, window, at);
  }

  @Override
  public void forward(Program program, boolean training) {
    convolution_forward.primitive_desc description = describe(program, function().afterwards());
    plain = describe(program);
    weights =
        program
            .memories()
            .view(layout(memory.format_tag.oihw), program.parameters().values(weightsAt()));
    memory own = program.memories().allocate(description.weights_desc());
    program.onNewParameters(program.reorder(weights, own));
    convolution_forward convolution = new convolution_forward(description);
    memory from = input().maps(program);
    memory to = output().maps(program);
    program.forward(
        program.step(
            description,
            convolution,
            dnnl.DNNL_ARG_SRC,
            from,
            dnnl.DNNL_ARG_WEIGHTS,
            own,
            dnnl.DNNL_ARG_BIAS,
            bias ? program.parameter(biasLayout(), at) : null,
            dnnl.DNNL_ARG_DST,
            to));
  }

  private memory.desc layout(memory.format_tag tag) {
    return Memories.desc(
        tag, filters, input().shape().channels(), window.kernel()[0], window.kernel()[1]);
  }

  private memory.desc biasLayout() {
    return Memories.desc(memory.format_tag.a, filters);
  }

  private convolution_forward.primitive_desc describe(Program program, post_ops... after) {
    return new convolution_forward.primitive_desc(
        program.cpu(),
        dnnl.dnnl_forward_training,
        dnnl.dnnl_convolution_direct,
        program.maps(input().shape()),
        layout(memory.format_tag.any),
        bias ? biasLayout() : new memory.desc(),
        program.maps(output().shape()),
        window.strides(),
        window.gaps(),
        window.before(),
        window.after(),
        program.attributes(after),
        false);
  }

  @Override
  void backwardBeforeFunction(Program program, Buffer gradient) {
    memory delta = program.maps(gradient, output().shape());
    if (learns()) {
      learn(program, delta);
    }
    if (input().requiresGradient()) {
      input().contribute(inputGradient(program, delta));
    }
  }

  private void learn(Program program, memory delta) {
    convolution_backward_weights.primitive_desc description =
        new convolution_backward_weights.primitive_desc(
            program.cpu(),
            dnnl.dnnl_convolution_direct,
            program.maps(input().shape()),
            layout(memory.format_tag.any),
            bias ? biasLayout() : new memory.desc(),
            program.maps(output().shape()),
            window.strides(),
            window.gaps(),
            window.before(),
            window.after(),
            plain,
            program.attributes(),
            false);
    WeightGradient ofWeights =
        new WeightGradient(
            program, description.diff_weights_desc(), layout(memory.format_tag.oihw), weightsAt());
    WeightGradient ofBias =
        bias ? new WeightGradient(program, biasLayout(), biasLayout(), at) : null;
    Program.Step first = learning(program, description, delta, ofWeights, ofBias, true);
    Program.Step other = learning(program, description, delta, ofWeights, ofBias, false);
    program.backward(Program.byTurn(first, other));
    program.backward(ofWeights.addition());
    if (bias) {
      program.backward(ofBias.addition());
    }
  }

  private Program.Step learning(
      Program program,
      convolution_backward_weights.primitive_desc description,
      memory delta,
      WeightGradient ofWeights,
      WeightGradient ofBias,
      boolean first) {
    convolution_backward_weights primitive = new convolution_backward_weights(description);
    return program.step(
        description,
        primitive,
        dnnl.DNNL_ARG_SRC,
        input().maps(program),
        dnnl.DNNL_ARG_DIFF_DST,
        delta,
        dnnl.DNNL_ARG_DIFF_WEIGHTS,
        first ? ofWeights.total() : ofWeights.slice(),
        dnnl.DNNL_ARG_DIFF_BIAS,
        ofBias == null ? null : first ? ofBias.total() : ofBias.slice());
  }

  private Buffer inputGradient(Program program, memory delta) {
    convolution_backward_data.primitive_desc description =
        new convolution_backward_data.primitive_desc(
            program.cpu(),
            dnnl.dnnl_convolution_direct,
            program.maps(input().shape()),
            layout(memory.format_tag.any),
            program.maps(output().shape()),
            window.strides(),
            window.gaps(),
            window.before(),
            window.after(),
            plain,
            program.attributes(),
            false);
    memory own = program.memories().allocate(description.weights_desc());
    program.onNewParameters(program.reorder(weights, own));
    Buffer to = program.take(input().shape());
    program.backward(
        program.step(
            description,
            new convolution_backward_data(description),
            dnnl.DNNL_ARG_DIFF_DST,
            delta,
            dnnl.DNNL_ARG_WEIGHTS,
            own,
            dnnl.DNNL_ARG_DIFF_SRC,
            program.maps(to, input().shape())));
    return to;
  }
}
