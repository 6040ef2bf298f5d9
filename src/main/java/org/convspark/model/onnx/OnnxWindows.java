package org.convspark.model.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Translates layers that move a window over feature maps: convolutions and poolings. */
final class OnnxWindows {
  private OnnxWindows() {}

  /**
   * Translates a convolution. Both sides have weights {@code [out, in, height, width]}, and neither
   * flips the kernel.
   */
  static OnnxValue convolution(OnnxLayer layer, OnnxValue input) {
    ConvolutionLayer conf = (ConvolutionLayer) layer.configuration();
    requireMaps(layer, conf.getCnn2dDataFormat(), input);
    INDArray weights = layer.parameter(ConvolutionParamInitializer.WEIGHT_KEY);
    List<String> parameters = new ArrayList<>();
    parameters.add(layer.graph().tensor(layer.name(), "weights", weights, weights.shape()));
    if (conf.hasBias()) {
      INDArray bias = layer.parameter(ConvolutionParamInitializer.BIAS_KEY);
      parameters.add(layer.graph().tensor(layer.name(), "bias", bias, bias.length()));
    }
    List<AttributeProto> window =
        window(
            layer,
            conf.getConvolutionMode(),
            conf.getKernelSize(),
            conf.getStride(),
            conf.getPadding(),
            conf.getDilation());
    OnnxValue sum =
        layer
            .graph()
            .add(layer.name(), "Conv", input, parameters, window.toArray(AttributeProto[]::new));
    return OnnxActivations.translate(layer, conf.getActivationFn(), sum);
  }

  static OnnxValue pooling(OnnxLayer layer, OnnxValue input) {
    SubsamplingLayer conf = (SubsamplingLayer) layer.configuration();
    requireMaps(layer, conf.getCnn2dDataFormat(), input);
    PoolingType type = conf.getPoolingType();
    List<AttributeProto> window =
        window(
            layer,
            conf.getConvolutionMode(),
            conf.getKernelSize(),
            conf.getStride(),
            conf.getPadding(),
            conf.getDilation());
    if (type != PoolingType.MAX) {
      layer.require(type == PoolingType.AVG, "of type " + type, "MAX or AVG");
      layer.require(
          Arrays.stream(conf.getDilation()).allMatch(d -> d == 1),
          "with dilated averages",
          "no dilation");
      boolean padding = conf.isAvgPoolIncludePadInDivisor();
      window.add(OnnxAttributes.integer("count_include_pad", padding ? 1 : 0));
    }
    String operator = type == PoolingType.MAX ? "MaxPool" : "AveragePool";
    return layer.graph().add(layer.name(), operator, input, window.toArray(AttributeProto[]::new));
  }

  static OnnxValue globalPooling(OnnxLayer layer, OnnxValue input) {
    GlobalPoolingLayer conf = (GlobalPoolingLayer) layer.configuration();
    requireMaps(layer, CNN2DFormat.NCHW, input);
    int[] axes = conf.getPoolingDimensions();
    layer.require(
        axes == null || Arrays.equals(axes, new int[] {2, 3}),
        "over the axes " + Arrays.toString(axes),
        "height and width, [2, 3]");
    PoolingType type = conf.getPoolingType();
    layer.require(
        type == PoolingType.AVG || type == PoolingType.MAX, "of type " + type, "MAX or AVG");
    String operator = type == PoolingType.AVG ? "GlobalAveragePool" : "GlobalMaxPool";
    OnnxValue pooled = layer.graph().add(layer.name(), operator, input);
    return conf.isCollapseDimensions() ? flatten(layer.graph(), layer.name(), pooled) : pooled;
  }

  /** Flattens {@code [N, C, H, W]} to {@code [N, C * H * W]}, in this order, as DL4J does it. */
  static OnnxValue flatten(OnnxGraph graph, String name, OnnxValue input) {
    return graph.add(name, "Flatten", input, OnnxAttributes.integer("axis", 1)).flattened();
  }

  static void requireMaps(OnnxLayer layer, CNN2DFormat format, OnnxValue input) {
    layer.require(format == CNN2DFormat.NCHW, "in the format " + format, "NCHW");
    layer.require(!input.flat(), "on a flat input", "feature maps [N, C, H, W]");
  }

  /**
   * Kernel, stride, dilation and padding. DL4J's 'same' puts the odd row or column of padding at
   * the bottom and right (ConvolutionUtils.getSameModeTopLeftPadding). With stride 1 that is a
   * number; otherwise it depends on the images, and ONNX's SAME_UPPER finds it when they come. ONNX
   * Runtime has no SAME_UPPER of dilated windows.
   */
  private static List<AttributeProto> window(
      OnnxLayer layer,
      ConvolutionMode mode,
      int[] kernel,
      int[] stride,
      int[] padding,
      int[] dilation) {
    List<AttributeProto> window = new ArrayList<>();
    window.add(OnnxAttributes.integers("kernel_shape", kernel));
    window.add(OnnxAttributes.integers("strides", stride));
    boolean dilated = Arrays.stream(dilation).anyMatch(d -> d != 1);
    if (dilated) {
      window.add(OnnxAttributes.integers("dilations", dilation));
    }
    if (mode != ConvolutionMode.Same) {
      layer.require(
          mode == ConvolutionMode.Strict || mode == ConvolutionMode.Truncate,
          "in the mode " + mode,
          "Strict, Truncate or Same");
      window.add(OnnxAttributes.integers("pads", padding[0], padding[1], padding[0], padding[1]));
    } else if (Arrays.stream(stride).allMatch(s -> s == 1)) {
      int rows = (kernel[0] - 1) * dilation[0];
      int columns = (kernel[1] - 1) * dilation[1];
      window.add(
          OnnxAttributes.integers(
              "pads", rows / 2, columns / 2, rows - rows / 2, columns - columns / 2));
    } else {
      layer.require(!dilated, "in the mode Same with a stride and dilation", "one of both");
      window.add(OnnxAttributes.text("auto_pad", "SAME_UPPER"));
    }
    return window;
  }
}
