package org.convspark.training;

import org.convspark.accel.ChannelsLast;
import org.convspark.config.OptimizerConfig;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * The network that a replica trains: the run's own, with what belongs to training only put into it.
 * Parameters and updater state have the same meaning and order in both.
 */
final class ReplicaNetwork {
  private final ComputationGraph graph;
  private final MeasuringLoss loss;

  ReplicaNetwork(ReplicaSpec spec) {
    ComputationGraphConfiguration network = ComputationGraphConfiguration.fromJson(spec.network());
    if (spec.accelerated()) {
      network = ChannelsLast.rewrite(network);
    }
    if (spec.config().optimizer().optimizer() == OptimizerConfig.Optimizer.MOMENTUM) {
      useClassicMomentum(network);
    }
    this.loss = measureLoss(network);
    this.graph = new ComputationGraph(network);
    graph.init();
  }

  private static void useClassicMomentum(ComputationGraphConfiguration network) {
    network
        .getVertices()
        .values()
        .forEach(
            vertex -> {
              if (vertex instanceof LayerVertex layerVertex
                  && layerVertex.getLayerConf().getLayer() instanceof BaseLayer layer
                  && layer.getIUpdater() instanceof Nesterovs nesterovs) {
                layer.setIUpdater(new ClassicMomentum(nesterovs));
              }
            });
  }

  private static MeasuringLoss measureLoss(ComputationGraphConfiguration network) {
    String output = network.getNetworkOutputs().get(0);
    LayerVertex vertex = (LayerVertex) network.getVertices().get(output);
    BaseOutputLayer layer = (BaseOutputLayer) vertex.getLayerConf().getLayer();
    MeasuringLoss loss = new MeasuringLoss(layer.getLossFn());
    layer.setLossFn(loss);
    return loss;
  }

  ComputationGraph graph() {
    return graph;
  }

  MeasuringLoss loss() {
    return loss;
  }

  /**
   * Sets the rate of every layer's optimizer. (DL4J's own {@code setLearningRate} builds all
   * updaters anew, too slow to call for every minibatch.)
   */
  void learningRate(double rate) {
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof BaseLayer configured) {
        set(configured.getIUpdater(), rate);
        set(configured.getBiasUpdater(), rate);
      }
    }
  }

  private static void set(IUpdater updater, double rate) {
    if (updater != null && updater.hasLearningRate()) {
      updater.setLrAndSchedule(rate, null);
    }
  }
}
