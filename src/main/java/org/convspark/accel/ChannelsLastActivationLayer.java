package org.convspark.accel;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ReLU over channels-last memory. */
final class ChannelsLastActivationLayer extends ActivationLayer {
  private static final long serialVersionUID = 1L;

  private transient INDArray activated;

  ChannelsLastActivationLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray x = Layout.channelsLast(input, ArrayType.ACTIVATIONS, workspaces);
    activated = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), 'c');
    ReluGate.apply(x, activated);
    return Layout.channelsFirst(activated);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray delta = Layout.channelsLast(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
    INDArray gated =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, delta.shape(), 'c');
    ReluGate.backward(activated, delta, gated);
    return new Pair<>(new DefaultGradient(), Layout.channelsFirst(gated));
  }

  @Override
  public void clear() {
    super.clear();
    activated = null;
  }
}
