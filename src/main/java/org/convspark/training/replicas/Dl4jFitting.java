package org.convspark.training.replicas;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains with DL4J's own layers, forward and backward. */
final class Dl4jFitting implements Fitting {
  private final ComputationGraph graph;
  private final MeasuringLoss loss;

  /**
   * @param graph the initialised network
   * @param loss the loss of its output layer
   */
  Dl4jFitting(ComputationGraph graph, MeasuringLoss loss) {
    this.graph = graph;
    this.loss = loss;
  }

  /** Seeds ND4J's generator of the calling thread. */
  @Override
  public void seed(long seed) {
    Nd4j.getRandom().setSeed(seed);
  }

  @Override
  public void fit(Minibatch minibatch) {
    loss.begin(minibatch.weightColumn());
    graph.fit(new INDArray[] {minibatch.features()}, new INDArray[] {minibatch.labels()});
  }

  @Override
  public double lossSum() {
    return loss.lastSum();
  }

  @Override
  public long correct() {
    return loss.correct();
  }

  @Override
  public void close() {}
}
