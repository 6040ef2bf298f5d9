package org.convspark.network.summary;

import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** Tells what Keras calls DL4J's layers, and how many of their parameters training changes. */
final class LayerTypes {
  /** Exact classes: a subclass, such as a transposed convolution, keeps its own name. */
  private static final Map<Class<?>, String> KERAS =
      Map.of(
          ConvolutionLayer.class, "Conv2D",
          DenseLayer.class, "Dense",
          OutputLayer.class, "Dense",
          DropoutLayer.class, "Dropout",
          ActivationLayer.class, "Activation",
          ZeroPaddingLayer.class, "ZeroPadding2D",
          MergeVertex.class, "Concatenate",
          CnnToFeedForwardPreProcessor.class, "Flatten",
          FeedForwardToCnnPreProcessor.class, "Reshape");

  private LayerTypes() {}

  static String of(GraphVertex vertex) {
    if (vertex instanceof LayerVertex layer) {
      return of(layer.getLayerConf().getLayer());
    }
    if (vertex instanceof ElementWiseVertex elementWise) {
      return switch (elementWise.getOp()) {
        case Product -> "Multiply";
        case Max -> "Maximum";
        default -> elementWise.getOp().name();
      };
    }
    return KERAS.getOrDefault(vertex.getClass(), vertex.getClass().getSimpleName());
  }

  static String of(InputPreProcessor preProcessor) {
    return KERAS.getOrDefault(preProcessor.getClass(), preProcessor.getClass().getSimpleName());
  }

  private static String of(Layer layer) {
    Layer inner = thawed(layer);
    if (inner.getClass() == SubsamplingLayer.class) {
      return pooling(((SubsamplingLayer) inner).getPoolingType()) + "Pooling2D";
    }
    if (inner instanceof GlobalPoolingLayer pooling) {
      return "Global" + pooling(pooling.getPoolingType()) + "Pooling2D";
    }
    return KERAS.getOrDefault(inner.getClass(), inner.getClass().getSimpleName());
  }

  private static String pooling(PoolingType type) {
    return switch (type) {
      case MAX -> "Max";
      case AVG -> "Average";
      case SUM -> "Sum";
      case PNORM -> "PNorm";
    };
  }

  /**
   * Returns how many parameters a gradient changes: not running means or variances, not a frozen
   * layer's.
   */
  static long trainableParameters(GraphVertex vertex) {
    long all = vertex.numParams(true);
    if (!(vertex instanceof LayerVertex layerVertex)) {
      return all;
    }
    Layer layer = layerVertex.getLayerConf().getLayer();
    if (thawed(layer) != layer) {
      return 0;
    }
    return layer instanceof BatchNormalization norm ? all - 2 * norm.getNOut() : all;
  }

  private static Layer thawed(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return frozen.getLayer();
    }
    return layer instanceof FrozenLayerWithBackprop frozen ? frozen.getUnderlying() : layer;
  }
}
