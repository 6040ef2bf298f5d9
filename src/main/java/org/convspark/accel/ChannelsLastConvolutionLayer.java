package org.convspark.accel;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2DDerivative;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A 2-d convolution over channels-last memory: input {@code [n, channels, height, width]}, weights
 * {@code [maps, channels, kernel height, kernel width]} as in DL4J's own layer, whose parameters
 * and gradients it shares.
 */
final class ChannelsLastConvolutionLayer extends ConvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** libnd4j's code for weights {@code [maps, channels, height, width]}. */
  private static final int WEIGHTS_OIHW = 1;

  private static final int CHANNELS_LAST = 1;

  private final boolean first;
  private final boolean relu;
  private final transient PatchGradient patchGradient = new PatchGradient();
  private transient OpContext forward;
  private transient OpContext backward;
  private transient INDArray lastInput;
  private transient INDArray activated;

  ChannelsLastConvolutionLayer(NeuralNetConfiguration conf, DataType type, boolean first) {
    super(conf, type);
    this.first = first;
    this.relu = layerConf().getActivationFn() instanceof ActivationReLU;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaces);
    validateInputRank();
    validateInputDepth(layerConf().getNIn());
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
            new long[] {x.size(0), size[0], size[1], layerConf().getNOut()},
            'c');
    if (forward == null) {
      forward = context();
    }
    forward.purge();
    forward.setInputArray(0, x);
    forward.setInputArray(1, weights(training, workspaces));
    if (hasBias()) {
      forward.setInputArray(2, bias(training, workspaces));
    }
    forward.setOutputArray(0, z);
    Nd4j.exec(new Conv2D(), forward);
    if (relu) {
      ReluGate.apply(z);
    }
    lastInput = x;
    activated = z;
    return Layout.channelsFirst(z);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray delta = Layout.channelsLast(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
    if (relu) {
      INDArray gated =
          workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, delta.shape(), 'c');
      ReluGate.backward(activated, delta, gated);
      delta = gated;
    }
    INDArray weightGradient = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
    INDArray biasGradient =
        hasBias() ? gradientViews.get(ConvolutionParamInitializer.BIAS_KEY) : null;
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, lastInput.shape(), 'c');
    if (first && PatchGradient.serves(layerConf())) {
      patchGradient.compute(layerConf(), lastInput, delta, weightGradient, biasGradient);
    } else if (PixelGradient.serves(layerConf())) {
      INDArray weights = weights(true, workspaces);
      PixelGradient.compute(lastInput, weights, delta, inputGradient, weightGradient, biasGradient);
    } else {
      if (backward == null) {
        backward = context();
      }
      backward.purge();
      backward.setInputArray(0, lastInput);
      backward.setInputArray(1, weights(true, workspaces));
      if (hasBias()) {
        backward.setInputArray(2, bias(true, workspaces));
        backward.setOutputArray(2, biasGradient);
      }
      backward.setInputArray(hasBias() ? 3 : 2, delta);
      backward.setOutputArray(0, inputGradient);
      backward.setOutputArray(1, weightGradient);
      Nd4j.exec(new Conv2DDerivative(), backward);
    }
    Gradient gradient = new DefaultGradient();
    if (hasBias()) {
      gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
    }
    gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weightGradient, 'c');
    weightNoiseParams.clear();
    return new Pair<>(gradient, backpropDropOutIfPresent(Layout.channelsFirst(inputGradient)));
  }

  private INDArray weights(boolean training, LayerWorkspaceMgr workspaces) {
    return getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, training, workspaces);
  }

  private INDArray bias(boolean training, LayerWorkspaceMgr workspaces) {
    return getParamWithNoise(ConvolutionParamInitializer.BIAS_KEY, training, workspaces);
  }

  private boolean same() {
    return convolutionMode == ConvolutionMode.Same;
  }

  private OpContext context() {
    int[] kernel = layerConf().getKernelSize();
    int[] stride = layerConf().getStride();
    int[] padding = layerConf().getPadding();
    int[] dilation = layerConf().getDilation();
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setIArguments(
        kernel[0],
        kernel[1],
        stride[0],
        stride[1],
        padding[0],
        padding[1],
        dilation[0],
        dilation[1],
        same() ? 1 : 0,
        CHANNELS_LAST,
        WEIGHTS_OIHW);
    return context;
  }

  @Override
  public void clear() {
    super.clear();
    lastInput = null;
    activated = null;
  }
}
