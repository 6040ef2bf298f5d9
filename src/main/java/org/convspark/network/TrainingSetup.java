package org.convspark.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/** Puts what is the training's, and not the network's, into layers that others have configured. */
public final class TrainingSetup {
  private TrainingSetup() {}

  /**
   * Sets seed, updater and cache mode of all layers; what they are, their initialisation and
   * regularisation stay.
   *
   * @param network changed in place
   * @param base the training's
   */
  public static void apply(
      ComputationGraphConfiguration network, NeuralNetConfiguration.Builder base) {
    network.setCacheMode(base.getCacheMode());
    network.getDefaultConfiguration().setSeed(base.getSeed());
    network.getDefaultConfiguration().setCacheMode(base.getCacheMode());
    network
        .getVertices()
        .values()
        .forEach(
            vertex -> {
              if (vertex instanceof LayerVertex layer) {
                apply(layer.getLayerConf(), base);
              }
            });
  }

  private static void apply(NeuralNetConfiguration layer, NeuralNetConfiguration.Builder base) {
    layer.setSeed(base.getSeed());
    layer.setCacheMode(base.getCacheMode());
    if (layer.getLayer() instanceof BaseLayer trained) {
      trained.setIUpdater(base.getIUpdater().clone());
      trained.setBiasUpdater(null);
    }
  }
}
