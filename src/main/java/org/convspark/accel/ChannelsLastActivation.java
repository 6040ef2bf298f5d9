package org.convspark.accel;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ReLU as a layer, which {@link ChannelsLastActivationLayer} computes. Never saved. */
final class ChannelsLastActivation extends ActivationLayer {
  private static final long serialVersionUID = 1L;

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return Replacement.initialized(
        new ChannelsLastActivationLayer(conf, type), listeners, index, parameters, initialize);
  }
}
