package org.convspark.model.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Translates DL4J's layers to ONNX as they are at inference: dropout and weight noise do nothing.
 */
final class OnnxLayers {
  private interface Translator {
    OnnxValue translate(OnnxLayer layer, OnnxValue input);
  }

  private static final Map<Class<?>, Translator> TABLE =
      Map.ofEntries(
          Map.entry(ConvolutionLayer.class, OnnxWindows::convolution),
          Map.entry(Convolution2D.class, OnnxWindows::convolution),
          Map.entry(SubsamplingLayer.class, OnnxWindows::pooling),
          Map.entry(Pooling2D.class, OnnxWindows::pooling),
          Map.entry(GlobalPoolingLayer.class, OnnxWindows::globalPooling),
          Map.entry(DenseLayer.class, OnnxLayers::dense),
          Map.entry(OutputLayer.class, OnnxLayers::dense),
          Map.entry(BatchNormalization.class, OnnxLayers::batchNormalization),
          Map.entry(LocalResponseNormalization.class, OnnxLayers::localResponseNormalization),
          Map.entry(ZeroPaddingLayer.class, OnnxLayers::zeroPadding),
          Map.entry(ActivationLayer.class, OnnxLayers::activation),
          Map.entry(DropoutLayer.class, (layer, input) -> input));

  private OnnxLayers() {}

  /**
   * Adds a layer to its graph and returns its output.
   *
   * @throws org.convspark.config.InputException for a layer that isn't in the table, by name
   */
  static OnnxValue translate(OnnxLayer layer, OnnxValue input) {
    Translator translator = TABLE.get(layer.configuration().getClass());
    layer.require(translator != null, "layer", "one that ONNX can express");
    return translator.translate(layer, input);
  }

  /** Returns the layer itself, where a wrapper keeps it from being trained. */
  static Layer thawed(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return frozen.getLayer();
    }
    return layer instanceof FrozenLayerWithBackprop frozen ? frozen.getUnderlying() : layer;
  }

  /** Weights {@code [in, out]}: Gemm takes them as they are. */
  private static OnnxValue dense(OnnxLayer layer, OnnxValue input) {
    layer.require(input.flat(), "on feature maps", "a flat input [N, features]");
    boolean bias = true;
    if (layer.configuration() instanceof DenseLayer conf) {
      layer.require(!conf.hasLayerNorm(), "with layer normalisation", "none");
      bias = conf.hasBias();
    } else if (layer.configuration() instanceof OutputLayer conf) {
      bias = conf.hasBias();
    }
    INDArray weights = layer.parameter(DefaultParamInitializer.WEIGHT_KEY);
    List<String> parameters = new ArrayList<>();
    parameters.add(layer.graph().tensor(layer.name(), "weights", weights, weights.shape()));
    if (bias) {
      INDArray values = layer.parameter(DefaultParamInitializer.BIAS_KEY);
      parameters.add(layer.graph().tensor(layer.name(), "bias", values, values.length()));
    }
    OnnxValue sum = layer.graph().add(layer.name(), "Gemm", input, parameters);
    BaseLayer conf = (BaseLayer) layer.configuration();
    return OnnxActivations.translate(layer, conf.getActivationFn(), sum);
  }

  private static OnnxValue activation(OnnxLayer layer, OnnxValue input) {
    ActivationLayer conf = (ActivationLayer) layer.configuration();
    return OnnxActivations.translate(layer, conf.getActivationFn(), input);
  }

  /** With the running statistics. DL4J applies no activation here, though one is configured. */
  private static OnnxValue batchNormalization(OnnxLayer layer, OnnxValue input) {
    BatchNormalization conf = (BatchNormalization) layer.configuration();
    if (!input.flat()) {
      OnnxWindows.requireMaps(layer, conf.getCnn2DFormat(), input);
    }
    INDArray mean = layer.parameter(BatchNormalizationParamInitializer.GLOBAL_MEAN);
    INDArray gamma;
    INDArray beta;
    if (conf.isLockGammaBeta()) {
      // DL4J 1.0.0-M2 ignores both unless both differ from these, and only without oneDNN.
      layer.require(
          conf.getGamma() == 1 && conf.getBeta() == 0,
          "with gamma and beta locked at " + conf.getGamma() + " and " + conf.getBeta(),
          "1 and 0");
      gamma = mean.ulike().assign(1);
      beta = mean.ulike().assign(0);
    } else {
      gamma = layer.parameter(BatchNormalizationParamInitializer.GAMMA);
      beta = layer.parameter(BatchNormalizationParamInitializer.BETA);
    }
    List<String> parameters = new ArrayList<>();
    parameters.add(layer.graph().tensor(layer.name(), "gamma", gamma, gamma.length()));
    parameters.add(layer.graph().tensor(layer.name(), "beta", beta, beta.length()));
    parameters.add(layer.graph().tensor(layer.name(), "mean", mean, mean.length()));
    float[] variance = variance(layer, conf.isUseLogStd());
    parameters.add(layer.graph().tensor(layer.name(), "variance", variance, variance.length));
    return layer
        .graph()
        .add(
            layer.name(),
            "BatchNormalization",
            input,
            parameters,
            OnnxAttributes.real("epsilon", conf.getEps()));
  }

  /** DL4J keeps the running variance as the common logarithm of the deviation, or as it is. */
  private static float[] variance(OnnxLayer layer, boolean logarithm) {
    if (!logarithm) {
      return layer
          .parameter(BatchNormalizationParamInitializer.GLOBAL_VAR)
          .dup('c')
          .data()
          .asFloat();
    }
    INDArray log = layer.parameter(BatchNormalizationParamInitializer.GLOBAL_LOG_STD);
    float[] variance = log.dup('c').data().asFloat();
    for (int i = 0; i < variance.length; i++) {
      variance[i] = (float) StrictMath.pow(10, 2.0 * variance[i]);
    }
    return variance;
  }

  /** DL4J sums n / 2 maps on each side; ONNX takes their number and divides the sum by it. */
  private static OnnxValue localResponseNormalization(OnnxLayer layer, OnnxValue input) {
    LocalResponseNormalization conf = (LocalResponseNormalization) layer.configuration();
    OnnxWindows.requireMaps(layer, conf.getDataFormat(), input);
    int size = 2 * ((int) conf.getN() / 2) + 1;
    return layer
        .graph()
        .add(
            layer.name(),
            "LRN",
            input,
            OnnxAttributes.integer("size", size),
            OnnxAttributes.real("alpha", conf.getAlpha() * size),
            OnnxAttributes.real("beta", conf.getBeta()),
            OnnxAttributes.real("bias", conf.getK()));
  }

  private static OnnxValue zeroPadding(OnnxLayer layer, OnnxValue input) {
    ZeroPaddingLayer conf = (ZeroPaddingLayer) layer.configuration();
    OnnxWindows.requireMaps(layer, conf.getDataFormat(), input);
    // DL4J: top, bottom, left, right. ONNX: where each axis begins, then where each ends.
    int[] padding = conf.getPadding();
    String pads =
        layer
            .graph()
            .sizes(
                layer.name(), "pads", 0, 0, padding[0], padding[2], 0, 0, padding[1], padding[3]);
    return layer.graph().add(layer.name(), "Pad", input, List.of(pads));
  }
}
