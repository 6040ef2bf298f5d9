package org.convspark.accel;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_LOG_STD;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import java.util.function.IntToDoubleFunction;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batch normalisation over channels-last memory. It shares DL4J's parameters: gamma, beta, and the
 * running mean and deviation, which change by "gradients" that the updater subtracts as they are.
 */
final class ChannelsLastBatchNormalizationLayer extends BatchNormalization {
  private static final long serialVersionUID = 1L;

  private final int channels;
  private final transient ChannelRows rows;
  private final float[] mean;
  private final float[] variance;
  private transient INDArray lastInput;

  ChannelsLastBatchNormalizationLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
    this.channels = Math.toIntExact(layerConf().getNOut());
    this.rows = new ChannelRows(channels);
    this.mean = new float[channels];
    this.variance = new float[channels];
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray x = Layout.channelsLast(input, ArrayType.ACTIVATIONS, workspaces);
    INDArray z = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), 'c');
    float[] gamma = floats(GAMMA);
    if (training) {
      rows.measure(x, mean, variance);
      rows.scale(x, mean, each(c -> gamma[c] / deviation(variance[c])), floats(BETA), z);
    } else {
      float[] running = runningVariance();
      float[] scale = each(c -> gamma[c] / deviation(running[c]));
      rows.scale(x, floats(GLOBAL_MEAN), scale, floats(BETA), z);
    }
    lastInput = x;
    return Layout.channelsFirst(z);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray delta = Layout.channelsLast(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, lastInput.shape(), 'c');
    float[] gamma = floats(GAMMA);
    float[] sum = new float[channels];
    float[] product = new float[channels];
    rows.correlate(lastInput, delta, mean, sum, product);
    // With x^ = (x - mean) / deviation over m values of a channel:
    // dx = gamma / deviation * (delta - sum(delta) / m - x^ * sum(delta * x^) / m)
    double m = (double) lastInput.length() / channels;
    float[] scale = each(c -> gamma[c] / deviation(variance[c]));
    float[] slope = each(c -> -scale[c] * product[c] / (m * squared(deviation(variance[c]))));
    float[] shift = each(c -> -scale[c] * sum[c] / m - slope[c] * mean[c]);
    rows.combine(lastInput, delta, scale, slope, shift, inputGradient);
    Gradient gradient = new DefaultGradient();
    set(gradient, GAMMA, each(c -> product[c] / deviation(variance[c])));
    set(gradient, BETA, sum);
    updateRunning(gradient);
    return new Pair<>(gradient, Layout.channelsFirst(inputGradient));
  }

  /** The differences by which DL4J's no-op updater moves the running statistics. */
  private void updateRunning(Gradient gradient) {
    double step = 1 - layerConf().getDecay();
    float[] runningMean = floats(GLOBAL_MEAN);
    float[] running = runningVariance();
    set(gradient, GLOBAL_MEAN, each(c -> (runningMean[c] - mean[c]) * step));
    if (layerConf().isUseLogStd()) {
      // log10 of the old deviation less log10 of the new one.
      set(
          gradient,
          GLOBAL_LOG_STD,
          each(
              c ->
                  0.5
                      * Math.log10(
                          running[c] / (running[c] * (1 - step) + (double) variance[c] * step))));
    } else {
      set(gradient, GLOBAL_VAR, each(c -> (running[c] - variance[c]) * step));
    }
  }

  private void set(Gradient gradient, String name, float[] values) {
    INDArray view = gradientViews.get(name);
    view.assign(Nd4j.createFromArray(values).reshape(view.shape()));
    gradient.setGradientFor(name, view);
  }

  private float[] runningVariance() {
    if (!layerConf().isUseLogStd()) {
      return floats(GLOBAL_VAR);
    }
    float[] log = floats(GLOBAL_LOG_STD);
    return each(c -> Math.pow(10, 2.0 * log[c]));
  }

  private double deviation(float variance) {
    return Math.sqrt(variance + layerConf().getEps());
  }

  private static double squared(double x) {
    return x * x;
  }

  private float[] floats(String parameter) {
    return getParam(parameter).toFloatVector();
  }

  private float[] each(IntToDoubleFunction value) {
    float[] values = new float[channels];
    for (int c = 0; c < channels; c++) {
      values[c] = (float) value.applyAsDouble(c);
    }
    return values;
  }

  @Override
  public void clear() {
    super.clear();
    lastInput = null;
  }
}
