package org.convspark.accel;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Max or average pooling that {@link ChannelsLastPoolingLayer} computes. Never saved. */
final class ChannelsLastPooling extends SubsamplingLayer {
  private static final long serialVersionUID = 1L;

  private boolean relu;

  /** Makes it apply ReLU to what it has pooled. */
  void applyRelu() {
    relu = true;
  }

  boolean isMax() {
    return getPoolingType() == org.deeplearning4j.nn.conf.layers.PoolingType.MAX;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return Replacement.initialized(
        new ChannelsLastPoolingLayer(conf, type, relu), listeners, index, parameters, initialize);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && ((ChannelsLastPooling) other).relu == relu;
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
