package org.convspark.accel;

import java.util.Arrays;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum of feature maps in channels-last memory, as a residual block ends with. */
@SuppressWarnings("overrides") // DL4J's own: arrays where its interface has varargs.
final class ChannelsLastAddVertex extends ElementWiseVertex {
  private static final long serialVersionUID = 1L;

  private boolean sameShapes;

  ChannelsLastAddVertex(ComputationGraph graph, String name, int index, DataType type) {
    super(graph, name, index, Op.Add, type);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    sameShapes = Arrays.stream(inputs).allMatch(in -> in.equalShapes(inputs[0]));
    if (!sameShapes) {
      return super.doForward(training, workspaces); // It repeats the smaller one.
    }
    INDArray first = Layout.channelsLast(inputs[0], ArrayType.FF_WORKING_MEM, workspaces);
    INDArray sum =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, first.shape(), 'c');
    for (int i = 1; i < inputs.length; i++) {
      INDArray next = Layout.channelsLast(inputs[i], ArrayType.FF_WORKING_MEM, workspaces);
      (i == 1 ? first : sum).addi(next, sum);
    }
    return Layout.channelsFirst(sum);
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    if (!sameShapes) {
      return super.doBackward(tbptt, workspaces);
    }
    INDArray delta = Layout.channelsLast(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
    INDArray[] gradients = new INDArray[inputs.length];
    for (int i = 0; i < gradients.length; i++) {
      // Copies: the graph adds to them where an input has other users.
      gradients[i] = Layout.channelsFirst(workspaces.dup(ArrayType.ACTIVATION_GRAD, delta, 'c'));
    }
    return new Pair<>(null, gradients);
  }
}
