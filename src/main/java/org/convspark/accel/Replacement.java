package org.convspark.accel;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The channels-last layer that computes what one of DL4J's does. */
final class Replacement {
  private Replacement() {}

  /**
   * For a layer that makes feature maps.
   *
   * @param first whether its input is the network's
   * @return {@code null} where it has none
   */
  static Layer ofMaker(Layer layer, boolean first) {
    if (layer.getClass() == ConvolutionLayer.class) {
      ConvolutionLayer convolution = (ConvolutionLayer) layer;
      return convolution.getCnn2dDataFormat() == CNN2DFormat.NCHW
              && (isRelu(convolution.getActivationFn())
                  || convolution.getActivationFn() instanceof ActivationIdentity)
          ? copyFields(convolution, new ChannelsLastConvolution(first))
          : null;
    }
    if (layer.getClass() == SubsamplingLayer.class) {
      SubsamplingLayer pooling = (SubsamplingLayer) layer;
      return pooling.getCnn2dDataFormat() == CNN2DFormat.NCHW && isMaxOrAverage(pooling)
          ? copyFields(pooling, new ChannelsLastPooling())
          : null;
    }
    return null;
  }

  /**
   * For a layer that takes its memory as it comes.
   *
   * @return {@code null} where it has none
   */
  static Layer ofFollower(Layer layer) {
    if (layer.getClass() == BatchNormalization.class) {
      BatchNormalization normalization = (BatchNormalization) layer;
      return normalization.getCnn2DFormat() == CNN2DFormat.NCHW
              && normalization.isMinibatch()
              && !normalization.isLockGammaBeta()
          ? copyFields(normalization, new ChannelsLastBatchNormalization())
          : null;
    }
    return layer.getClass() == ActivationLayer.class
            && isRelu(((ActivationLayer) layer).getActivationFn())
        ? copyFields(layer, new ChannelsLastActivation())
        : null;
  }

  /** What every layer's configuration does with the layer that it has made. */
  static <L extends AbstractLayer<?>> L initialized(
      L layer,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize) {
    NeuralNetConfiguration conf = layer.conf();
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(conf.getLayer().initializer().init(conf, parameters, initialize));
    return layer;
  }

  private static boolean isMaxOrAverage(SubsamplingLayer pooling) {
    return pooling.getPoolingType() == PoolingType.MAX
        || pooling.getPoolingType() == PoolingType.AVG;
  }

  static boolean isRelu(IActivation activation) {
    return activation instanceof ActivationReLU && activation.equals(new ActivationReLU());
  }

  /** DL4J's layer configurations have builders but no way to copy one into a subclass. */
  private static <T> T copyFields(Object from, T to) {
    try {
      for (Class<?> c = from.getClass(); c != Object.class; c = c.getSuperclass()) {
        for (Field field : c.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            field.setAccessible(true);
            field.set(to, field.get(from));
          }
        }
      }
      return to;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
