package org.convspark.accel;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation that {@link ChannelsLastBatchNormalizationLayer} computes. Never saved. */
final class ChannelsLastBatchNormalization extends BatchNormalization {
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
        new ChannelsLastBatchNormalizationLayer(conf, type),
        listeners,
        index,
        parameters,
        initialize);
  }
}
