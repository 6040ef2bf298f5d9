package org.convspark.accel;

import java.nio.FloatBuffer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.MergeVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The feature maps of several paths one after the other, as an inception block ends with. */
@SuppressWarnings("overrides") // DL4J's own: arrays where its interface has varargs.
final class ChannelsLastMergeVertex extends MergeVertex {
  private static final long serialVersionUID = 1L;

  private static final int CHANNEL_AXIS = 1;

  ChannelsLastMergeVertex(ComputationGraph graph, String name, int index, DataType type) {
    super(graph, name, index, type, CHANNEL_AXIS);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray first = inputs[0];
    int channels = 0;
    for (INDArray in : inputs) {
      channels += (int) in.size(CHANNEL_AXIS);
    }
    INDArray merged =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            dataType,
            new long[] {first.size(0), first.size(2), first.size(3), channels},
            'c');
    int offset = 0;
    for (INDArray in : inputs) {
      INDArray part = Layout.channelsLast(in, ArrayType.FF_WORKING_MEM, workspaces);
      int width = (int) part.size(3);
      copy(part, 0, width, merged, offset, channels, width);
      offset += width;
    }
    return Layout.channelsFirst(merged);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray delta = Layout.channelsLast(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
    int channels = (int) delta.size(3);
    INDArray[] gradients = new INDArray[inputs.length];
    int offset = 0;
    for (int i = 0; i < inputs.length; i++) {
      int width = (int) inputs[i].size(CHANNEL_AXIS);
      INDArray part =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD,
              dataType,
              new long[] {delta.size(0), delta.size(1), delta.size(2), width},
              'c');
      copy(delta, offset, channels, part, 0, width, width);
      gradients[i] = Layout.channelsFirst(part);
      offset += width;
    }
    return new Pair<>(null, gradients);
  }

  /**
   * Copies {@code width} channels of every pixel.
   *
   * @param stride floats from one pixel to the next in {@code from}
   * @param toStride the same in {@code to}
   */
  private static void copy(
      INDArray from, int offset, int stride, INDArray to, int toOffset, int toStride, int width) {
    FloatBuffer source = DenseMemory.floats(from);
    FloatBuffer target = DenseMemory.floats(to);
    float[] pixel = new float[width];
    int pixels = source.capacity() / stride;
    for (int i = 0; i < pixels; i++) {
      source.get(i * stride + offset, pixel, 0, width);
      target.put(i * toStride + toOffset, pixel, 0, width);
    }
  }
}
