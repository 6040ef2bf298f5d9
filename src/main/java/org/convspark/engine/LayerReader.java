package org.convspark.engine;

import static org.convspark.engine.UnsupportedLayerException.Setting.require;
import static org.convspark.engine.operations.Operation.learns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convspark.engine.UnsupportedLayerException.Setting;
import org.convspark.engine.memory.RandomBits;
import org.convspark.engine.memory.Tensor;
import org.convspark.engine.operations.Activation;
import org.convspark.engine.operations.BatchNorm;
import org.convspark.engine.operations.Concatenation;
import org.convspark.engine.operations.Dense;
import org.convspark.engine.operations.Dropout;
import org.convspark.engine.operations.Flatten;
import org.convspark.engine.operations.Nonlinearity;
import org.convspark.engine.operations.Operation;
import org.convspark.engine.operations.Sum;
import org.convspark.engine.operations.ZeroPadding;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.InputPreProcessor;
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
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** Turns the layers and vertices of a configuration into operations, one by one. */
final class LayerReader {
  /** That no setting makes a difference. */
  private static final String ANY = "";

  private final Map<String, Long> offsets;
  private final RandomBits random;
  private final List<Operation> operations = new ArrayList<>();
  private final SpatialLayers spatial = new SpatialLayers(operations);

  LayerReader(Map<String, Long> offsets, RandomBits random) {
    this.offsets = offsets;
    this.random = random;
  }

  /** Returns the operations so far, in the order of computation. */
  List<Operation> operations() {
    return operations;
  }

  /**
   * Appends the operations that compute a vertex.
   *
   * @param output whether it is the network's output, whose softmax the loss applies
   * @return the vertex's output
   * @throws UnsupportedLayerException if no operation computes it
   */
  Tensor read(String name, GraphVertex vertex, List<Tensor> inputs, boolean output) {
    try {
      if (vertex instanceof LayerVertex layer) {
        require(layer.getLayerConf().isMiniBatch(), "gradients not divided by the minibatch");
        Tensor input = preprocessed(inputs.get(0), layer.getPreProcessor());
        return layer(layer.getLayerConf().getLayer(), input, offsets.get(name), output);
      }
      return vertex(vertex, inputs);
    } catch (Setting e) {
      String setting = e.getMessage().isEmpty() ? "" : ": " + e.getMessage();
      throw new UnsupportedLayerException(name, kind(vertex) + setting);
    }
  }

  private static String kind(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer
        ? layer.getLayerConf().getLayer().getClass().getSimpleName()
        : vertex.getClass().getSimpleName();
  }

  private Tensor add(Operation operation) {
    operations.add(operation);
    return operation.output();
  }

  private Tensor preprocessed(Tensor input, InputPreProcessor preprocessor) {
    if (preprocessor == null) {
      return input;
    }
    require(
        preprocessor instanceof CnnToFeedForwardPreProcessor flatten
            && flatten.getFormat() == CNN2DFormat.NCHW,
        preprocessor.getClass().getSimpleName());
    return add(new Flatten(input));
  }

  private Tensor vertex(GraphVertex vertex, List<Tensor> inputs) {
    if (vertex.getClass() == ElementWiseVertex.class) {
      ElementWiseVertex.Op op = ((ElementWiseVertex) vertex).getOp();
      require(op == ElementWiseVertex.Op.Add, op.toString());
      boolean equal = inputs.stream().allMatch(t -> t.shape().equals(inputs.get(0).shape()));
      require(equal, "inputs of different shapes");
      return add(new Sum(inputs));
    }
    require(vertex.getClass() == MergeVertex.class, ANY);
    boolean channels = ((MergeVertex) vertex).getMergeAxis() == MergeVertex.DEFAULT_MERGE_DIM;
    require(channels, "another axis than the channels'");
    return add(new Concatenation(inputs));
  }

  private Tensor layer(Layer layer, Tensor given, long at, boolean output) {
    require(layer.getConstraints() == null || layer.getConstraints().isEmpty(), "constraints");
    if (layer instanceof BaseLayer base) {
      require(base.getWeightNoise() == null, "weight noise");
      require(
          base.getGradientNormalization() == null
              || base.getGradientNormalization() == GradientNormalization.None,
          "gradient normalization");
    }
    Tensor input = dropped(layer, given);
    Class<?> kind = layer.getClass();
    if (kind == OutputLayer.class) {
      require(output, "not the last layer");
      return output((OutputLayer) layer, input, at);
    }
    require(!output, "no output layer");
    if (kind == ConvolutionLayer.class) {
      return spatial.convolution((ConvolutionLayer) layer, input, at);
    } else if (kind == SubsamplingLayer.class) {
      return spatial.pooling((SubsamplingLayer) layer, input);
    } else if (kind == GlobalPoolingLayer.class) {
      return spatial.globalPooling((GlobalPoolingLayer) layer, input);
    } else if (kind == DenseLayer.class) {
      return dense((DenseLayer) layer, input, at);
    } else if (kind == BatchNormalization.class) {
      return batchNorm((BatchNormalization) layer, input, at);
    } else if (kind == ActivationLayer.class) {
      Nonlinearity function = Nonlinearity.of(((ActivationLayer) layer).getActivationFn());
      return add(new Activation(input, function));
    } else if (kind == ZeroPaddingLayer.class) {
      ZeroPaddingLayer padding = (ZeroPaddingLayer) layer;
      require(padding.getDataFormat() == CNN2DFormat.NCHW, "channels last");
      return add(new ZeroPadding(input, padding.getPadding()));
    }
    require(kind == DropoutLayer.class, ANY);
    return input; // DL4J ignores the activation that this layer inherits.
  }

  /** DL4J drops from a layer's input, whatever the layer. */
  private Tensor dropped(Layer layer, Tensor input) {
    if (layer.getIDropout() == null) {
      return input;
    }
    require(
        layer.getIDropout().getClass() == org.deeplearning4j.nn.conf.dropout.Dropout.class,
        layer.getIDropout().getClass().getSimpleName());
    var dropout = (org.deeplearning4j.nn.conf.dropout.Dropout) layer.getIDropout();
    require(dropout.getPSchedule() == null, "a schedule of dropout");
    return dropout.getP() == 1 ? input : add(new Dropout(input, dropout.getP(), random));
  }

  private Tensor output(OutputLayer layer, Tensor input, long at) {
    ILossFunction loss = layer.getLossFn();
    require(
        loss.getClass() == LossMCXENT.class || loss.getClass() == LossNegativeLogLikelihood.class,
        "loss " + loss.name());
    require(((LossMCXENT) loss).getWeights() == null, "a loss with weights");
    require(layer.getActivationFn() instanceof ActivationSoftmax, "no softmax");
    int classes = Math.toIntExact(layer.getNOut());
    flat(input);
    return add(
        new Dense(input, classes, Nonlinearity.IDENTITY, layer.hasBias(), at, learns(layer)));
  }

  private static void flat(Tensor input) {
    require(input.shape().height() * input.shape().width() == 1, "an input that isn't flat");
  }

  private Tensor dense(DenseLayer layer, Tensor input, long at) {
    require(!layer.hasLayerNorm(), "layer normalization");
    flat(input);
    Nonlinearity function = Nonlinearity.of(layer.getActivationFn());
    int units = Math.toIntExact(layer.getNOut());
    return add(new Dense(input, units, function, layer.hasBias(), at, learns(layer)));
  }

  private Tensor batchNorm(BatchNormalization layer, Tensor input, long at) {
    require(layer.getCnn2DFormat() == CNN2DFormat.NCHW, "channels last");
    require(layer.isMinibatch(), "no statistics of the minibatch");
    require(!layer.isLockGammaBeta(), "gamma and beta locked");
    return add(new BatchNorm(input, layer, at));
  }
}
