package org.convspark.network.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.convspark.network.LayerNames;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
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
import org.nd4j.linalg.activations.IActivation;

/**
 * Says a layer in the notation's words. What isn't said is what the words stand for; who writes a
 * network compares.
 */
final class LayerWords {
  private static final String UNKNOWN = "?";

  /** Returns a vertex's line without its name; nothing where there are no words for it. */
  Optional<String> of(GraphVertex vertex, List<String> inputs, boolean output) {
    String line = UNKNOWN;
    if (vertex instanceof LayerVertex layer && inputs.size() == 1) {
      line = layer(layer.getLayerConf().getLayer(), output);
    } else if (vertex instanceof ElementWiseVertex sum
        && sum.getOp() == ElementWiseVertex.Op.Add
        && inputs.size() > 1) {
      line = "add " + String.join(" ", inputs);
    } else if (vertex instanceof MergeVertex && inputs.size() > 1) {
      line = "concat " + String.join(" ", inputs);
    }
    return Optional.of(line).filter(words -> !words.contains(UNKNOWN));
  }

  private static String layer(Layer layer, boolean output) {
    if (layer instanceof OutputLayer head) {
      return output ? "dense " + head.getNOut() + " " + Words.SOFTMAX : UNKNOWN;
    } else if (layer instanceof ConvolutionLayer convolution) {
      return "conv "
          + convolution.getNOut()
          + " "
          + kernel(convolution.getKernelSize())
          + after(convolution)
          + stride(convolution.getStride(), new int[] {1, 1})
          + padding(convolution.getConvolutionMode())
          + (convolution.hasBias() ? "" : " bias=no");
    } else if (layer instanceof SubsamplingLayer pooling) {
      return (pooling.getPoolingType() == PoolingType.MAX ? "maxpool " : "avgpool ")
          + sides(pooling.getKernelSize())
          + stride(pooling.getStride(), pooling.getKernelSize())
          + padding(pooling.getConvolutionMode());
    } else if (layer instanceof GlobalPoolingLayer pooling) {
      return pooling.getPoolingType() == PoolingType.MAX ? "globalmaxpool" : "globalavgpool";
    } else if (layer instanceof DenseLayer dense) {
      return "dense " + dense.getNOut() + after(dense);
    } else if (layer instanceof BatchNormalization) {
      return "batchnorm";
    } else if (layer instanceof ActivationLayer activation) {
      return activation(activation.getActivationFn());
    } else if (layer instanceof DropoutLayer dropout) {
      return "dropout " + rate(dropout);
    } else if (layer instanceof ZeroPaddingLayer padding) {
      StringJoiner sides = new StringJoiner(" ", "zeropad ", "");
      for (int side : padding.getPadding()) {
        sides.add(Integer.toString(side));
      }
      return sides.toString();
    }
    return UNKNOWN;
  }

  private static String rate(DropoutLayer layer) {
    if (layer.getIDropout() instanceof Dropout dropout) {
      // 1 - (1 - 0.4) is 0.4 and a rounding.
      double rate = Math.round((1 - dropout.getP()) * 1e9) / 1e9;
      return new java.math.BigDecimal(Double.toString(rate)).toPlainString();
    }
    return UNKNOWN;
  }

  private static String after(BaseLayer layer) {
    String function = activation(layer.getActivationFn());
    return function.equals(Words.LINEAR) ? "" : " " + function;
  }

  private static String activation(IActivation function) {
    return Words.ACTIVATIONS.entrySet().stream()
        .filter(each -> each.getValue().getActivationFunction().equals(function))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(UNKNOWN);
  }

  private static String kernel(int[] sides) {
    return sides[0] + "x" + sides[1];
  }

  private static String sides(int[] sides) {
    return sides[0] == sides[1] ? Integer.toString(sides[0]) : kernel(sides);
  }

  private static String stride(int[] stride, int[] otherwise) {
    boolean same = stride[0] == otherwise[0] && stride[1] == otherwise[1];
    return same ? "" : " stride=" + sides(stride);
  }

  private static String padding(ConvolutionMode mode) {
    return mode == ConvolutionMode.Same ? " padding=" + Words.SAME : "";
  }

  /** Returns the name of the initialisation of a layer that has one by the notation. */
  Optional<String> initializer(Layer layer) {
    if (!(layer instanceof ConvolutionLayer || layer instanceof DenseLayer)
        || layer instanceof SubsamplingLayer) {
      return Optional.empty();
    }
    BaseLayer weighted = (BaseLayer) layer;
    return Optional.of(
        Words.INITIALIZERS.entrySet().stream()
            .filter(
                each -> each.getValue().getWeightInitFunction().equals(weighted.getWeightInitFn()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(Words.DEFAULT_INITIALIZER));
  }

  /** Returns what a layer would be called that has no name of its own. */
  String numbered(GraphVertex vertex, Map<String, Integer> used) {
    Map<String, Integer> counted = new HashMap<>(used);
    String name = LayerNames.numbered(kind(vertex), counted);
    used.putAll(counted);
    return name;
  }

  private static String kind(GraphVertex vertex) {
    if (vertex instanceof LayerVertex layer) {
      return kind(layer.getLayerConf().getLayer());
    }
    return vertex instanceof MergeVertex ? "concatenate" : "add";
  }

  private static String kind(Layer layer) {
    if (layer instanceof ConvolutionLayer) {
      return "conv2d";
    } else if (layer instanceof SubsamplingLayer pooling) {
      return (pooling.getPoolingType() == PoolingType.MAX ? "max" : "average") + "_pooling2d";
    } else if (layer instanceof GlobalPoolingLayer pooling) {
      return "global_"
          + (pooling.getPoolingType() == PoolingType.MAX ? "max" : "average")
          + "_pooling2d";
    } else if (layer instanceof BatchNormalization) {
      return "batch_normalization";
    } else if (layer instanceof ActivationLayer) {
      return "activation";
    } else if (layer instanceof DropoutLayer) {
      return "dropout";
    } else if (layer instanceof ZeroPaddingLayer) {
      return "zero_padding2d";
    }
    return "dense";
  }
}
