package org.convspark.training.replicas;

import org.convspark.engine.Shape;
import org.convspark.engine.TrainingNetwork;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;

/**
 * Trains with gradients computed by the engine. The rest is DL4J's: its updater turns them into
 * steps, penalties and division by the minibatch included, as in {@code StochasticGradientDescent}.
 */
final class CompiledFitting implements Fitting {
  private final ComputationGraph graph;
  private final TrainingNetwork network;
  private final Gradient gradient;

  /**
   * @param graph the initialised network whose parameters are trained, with its optimizer
   * @param images the shape of an image
   * @param minibatch the largest number of images in a minibatch
   * @throws org.convspark.engine.UnsupportedLayerException if the engine doesn't compute a layer
   */
  CompiledFitting(ComputationGraph graph, Shape images, int minibatch) {
    this.graph = graph;
    graph.initGradientsView();
    this.network =
        new TrainingNetwork(
            graph.getConfiguration(),
            images,
            minibatch,
            graph.params(),
            graph.getFlattenedGradients());
    this.gradient = new DefaultGradient(graph.getFlattenedGradients());
  }

  @Override
  public void seed(long seed) {
    network.seed(seed);
  }

  @Override
  public void fit(Minibatch minibatch) {
    network.backpropagate(
        minibatch.pixels(), minibatch.targets(), minibatch.weights(), minibatch.size());
    ComputationGraphConfiguration counts = graph.getConfiguration();
    graph
        .getUpdater()
        .update(
            gradient,
            counts.getIterationCount(),
            counts.getEpochCount(),
            minibatch.size(),
            LayerWorkspaceMgr.noWorkspaces());
    graph.params().subi(graph.getFlattenedGradients());
    counts.setIterationCount(counts.getIterationCount() + 1);
  }

  @Override
  public double lossSum() {
    return network.lossSum();
  }

  @Override
  public long correct() {
    return network.correct();
  }

  @Override
  public void close() {
    network.close();
  }
}
