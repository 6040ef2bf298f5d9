package org.convspark.training.checkpoint;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How long a network's arrays are. What a file holds is measured by it before native code gets it,
 * which would write beyond the end of its own.
 *
 * @param parameters number of parameters
 * @param updater number of values of the optimizer's state, 0 where it has none
 */
record StateLengths(long parameters, long updater) {
  /** Returns the lengths for a network, which is built for it. */
  static StateLengths of(ComputationGraphConfiguration network) {
    ComputationGraph graph = new ComputationGraph(network.clone());
    graph.init();
    INDArray updater = graph.getUpdater().getStateViewArray();
    return new StateLengths(graph.numParams(), updater == null ? 0 : updater.length());
  }
}
