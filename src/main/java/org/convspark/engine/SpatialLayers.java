package org.convspark.engine;

import static org.convspark.engine.UnsupportedLayerException.Setting.require;

import java.util.Arrays;
import java.util.List;
import org.convspark.engine.UnsupportedLayerException.Setting;
import org.convspark.engine.memory.Tensor;
import org.convspark.engine.operations.Convolution;
import org.convspark.engine.operations.Operation;
import org.convspark.engine.operations.PatchConvolution;
import org.convspark.engine.operations.Pooling;
import org.convspark.engine.operations.Window;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Turns the layers that move a window over maps into operations. */
final class SpatialLayers {
  private final List<Operation> operations;

  /**
   * @param operations the list to which they are appended
   */
  SpatialLayers(List<Operation> operations) {
    this.operations = operations;
  }

  private Tensor add(Operation operation) {
    operations.add(operation);
    return operation.output();
  }

  Tensor convolution(ConvolutionLayer layer, Tensor input, long at) {
    require(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "channels last");
    require(layer.getNIn() == input.shape().channels(), layer.getNIn() + " channels");
    Window window =
        Window.of(
            input.shape(),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation(),
            layer.getConvolutionMode());
    if (window.isStridedPoint()) {
      Tensor kept = add(new Pooling(input, window, Pooling.Kind.MEAN));
      return add(new Convolution(kept, layer, window.withoutStride(), at));
    }
    return add(
        PatchConvolution.suits(input, layer, window)
            ? new PatchConvolution(input, layer, window, at)
            : new Convolution(input, layer, window, at));
  }

  Tensor pooling(SubsamplingLayer layer, Tensor input) {
    require(layer.getCnn2dDataFormat() == CNN2DFormat.NCHW, "channels last");
    Window window =
        Window.of(
            input.shape(),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation(),
            layer.getConvolutionMode());
    return add(
        new Pooling(
            input,
            window,
            switch (layer.getPoolingType()) {
              case MAX -> Pooling.Kind.MAX;
              case AVG ->
                  layer.isAvgPoolIncludePadInDivisor()
                      ? Pooling.Kind.MEAN_WITH_PADDING
                      : Pooling.Kind.MEAN;
              default -> throw new Setting("pooling " + layer.getPoolingType());
            }));
  }

  Tensor globalPooling(GlobalPoolingLayer layer, Tensor input) {
    PoolingType type = layer.getPoolingType();
    require(type == PoolingType.MAX || type == PoolingType.AVG, "pooling " + type);
    require(layer.isCollapseDimensions(), "dimensions kept");
    int[] dimensions = layer.getPoolingDimensions();
    require(
        dimensions == null || Arrays.equals(dimensions, new int[] {2, 3}),
        "dimensions other than a map's");
    Shape shape = input.shape();
    int[] one = {1, 1};
    int[] whole = {shape.height(), shape.width()};
    Window window = new Window(whole, one, one, new long[] {0, 0}, new long[] {0, 0}, 1, 1);
    return add(
        new Pooling(input, window, type == PoolingType.MAX ? Pooling.Kind.MAX : Pooling.Kind.MEAN));
  }
}
