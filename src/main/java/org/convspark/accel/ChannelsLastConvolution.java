package org.convspark.accel;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A 2-d convolution that {@link ChannelsLastConvolutionLayer} computes. Never saved. */
final class ChannelsLastConvolution extends ConvolutionLayer {
  private static final long serialVersionUID = 1L;

  private final boolean first;

  /**
   * @param first whether its input is the network's, so that nobody needs the gradient for it
   */
  ChannelsLastConvolution(boolean first) {
    this.first = first;
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
        new ChannelsLastConvolutionLayer(conf, type, first),
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && ((ChannelsLastConvolution) other).first == first;
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
