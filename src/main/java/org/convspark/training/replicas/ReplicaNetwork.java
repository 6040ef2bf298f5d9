package org.convspark.training.replicas;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.convspark.config.training.OptimizerConfig;
import org.convspark.engine.Shape;
import org.convspark.engine.TrainingNetwork;
import org.convspark.network.NetworkInput;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;

/**
 * The network that a replica trains. It is the run's network with additions for training only, such
 * as a loss that measures; parameters and updater state have the same meaning and order in both.
 */
final class ReplicaNetwork {
  private final ComputationGraph graph;
  private final Fitting fitting;
  private final List<Rate> rates = new ArrayList<>();

  /** An optimizer whose learning rate is the schedule's times a factor, 0 where it is frozen. */
  private record Rate(IUpdater updater, double factor) {}

  ReplicaNetwork(ReplicaSpec spec) {
    ComputationGraphConfiguration network = ComputationGraphConfiguration.fromJson(spec.network());
    Shape images = NetworkInput.compiled(spec.shape());
    boolean compiled = spec.accelerated() && TrainingNetwork.unsupported(network, images).isEmpty();
    if (spec.config().optimizer().optimizer() == OptimizerConfig.Optimizer.MOMENTUM) {
      replaceUpdaters(network, Nesterovs.class, ClassicMomentum::new);
    }
    if (compiled) {
      replaceUpdaters(network, RmsProp.class, PiecewiseRmsProp::new);
    }
    MeasuringLoss loss = compiled ? null : measureLoss(network);
    this.graph = new ComputationGraph(network);
    graph.init();
    this.fitting =
        compiled
            ? new CompiledFitting(graph, images, spec.config().batchSize())
            : new Dl4jFitting(graph, loss);
    for (Layer layer : graph.getLayers()) {
      if (layer.conf().getLayer() instanceof BaseLayer configured) {
        addRate(configured.getIUpdater(), spec.config().schedule().peak());
        addRate(configured.getBiasUpdater(), spec.config().schedule().peak());
      }
    }
  }

  /** A layer's own rate in the configuration is the schedule's peak times the layer's factor. */
  private void addRate(IUpdater updater, double peak) {
    if (updater != null && updater.hasLearningRate()) {
      rates.add(new Rate(updater, updater.getLearningRate(0, 0) / peak));
    }
  }

  private static <U extends IUpdater> void replaceUpdaters(
      ComputationGraphConfiguration network, Class<U> kind, UnaryOperator<U> substitute) {
    network
        .getVertices()
        .values()
        .forEach(
            vertex -> {
              if (vertex instanceof LayerVertex layerVertex
                  && layerVertex.getLayerConf().getLayer() instanceof BaseLayer layer
                  && kind.isInstance(layer.getIUpdater())) {
                layer.setIUpdater(substitute.apply(kind.cast(layer.getIUpdater())));
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

  Fitting fitting() {
    return fitting;
  }

  /**
   * Sets the rate of every layer's optimizer, times the layer's factor. (DL4J's own {@code
   * setLearningRate} builds all updaters anew, too slow to call for every minibatch.)
   */
  void learningRate(double rate) {
    rates.forEach(each -> each.updater().setLrAndSchedule(rate * each.factor(), null));
  }
}
