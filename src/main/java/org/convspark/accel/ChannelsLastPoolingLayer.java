package org.convspark.accel;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Max or average pooling over channels-last memory, with ReLU after it where asked for. */
final class ChannelsLastPoolingLayer extends SubsamplingLayer {
  private static final long serialVersionUID = 1L;

  private static final int CHANNELS_LAST = 1;

  private final boolean relu;
  private transient INDArray lastInput;
  private transient INDArray pooled;

  ChannelsLastPoolingLayer(NeuralNetConfiguration conf, DataType type, boolean relu) {
    super(conf, type);
    this.relu = relu;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray x = Layout.channelsLast(input, ArrayType.ACTIVATIONS, workspaces);
    int[] size =
        ConvolutionUtils.getOutputSize(
            input,
            layerConf().getKernelSize(),
            layerConf().getStride(),
            same() ? null : layerConf().getPadding(),
            convolutionMode,
            layerConf().getDilation(),
            layerConf().getCnn2dDataFormat());
    INDArray z =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            dataType,
            new long[] {x.size(0), size[0], size[1], x.size(3)},
            'c');
    Nd4j.exec(op("").addInputs(x).addOutputs(z).build());
    if (relu) {
      ReluGate.apply(z);
    }
    lastInput = x;
    pooled = z;
    return Layout.channelsFirst(z);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray delta = Layout.channelsLast(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
    if (relu) {
      INDArray gated =
          workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, pooled.shape(), 'c');
      ReluGate.backward(pooled, delta, gated);
      delta = gated;
    }
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, lastInput.shape(), 'c');
    Nd4j.exec(op("_bp").addInputs(lastInput, delta).addOutputs(inputGradient).build());
    return new Pair<>(new DefaultGradient(), Layout.channelsFirst(inputGradient));
  }

  private boolean same() {
    return convolutionMode == ConvolutionMode.Same;
  }

  private DynamicCustomOp.DynamicCustomOpsBuilder op(String suffix) {
    boolean max = layerConf().getPoolingType() == PoolingType.MAX;
    int[] kernel = layerConf().getKernelSize();
    int[] stride = layerConf().getStride();
    int[] padding = layerConf().getPadding();
    int[] dilation = layerConf().getDilation();
    int divisor = !max && layerConf().isAvgPoolIncludePadInDivisor() ? 1 : 0;
    return DynamicCustomOp.builder((max ? "maxpool2d" : "avgpool2d") + suffix)
        .addIntegerArguments(
            kernel[0],
            kernel[1],
            stride[0],
            stride[1],
            padding[0],
            padding[1],
            dilation[0],
            dilation[1],
            same() ? 1 : 0,
            divisor,
            CHANNELS_LAST);
  }

  @Override
  public void clear() {
    super.clear();
    lastInput = null;
    pooled = null;
  }
}
