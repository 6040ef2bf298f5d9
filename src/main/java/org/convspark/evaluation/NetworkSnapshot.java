package org.convspark.evaluation;

import java.io.Serializable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network as it is sent to executors: its configuration and parameters as a plain string and
 * array, so that Java's serialization and Kryo both carry it without registration (INDArrays need a
 * registrator under Kryo, and fail with a NullPointerException without).
 */
public final class NetworkSnapshot implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String configuration;
  private final float[] parameters;

  private NetworkSnapshot(String configuration, float[] parameters) {
    this.configuration = configuration;
    this.parameters = parameters;
  }

  /** A copy of the graph's configuration and parameters as they are now; no updater state. */
  public static NetworkSnapshot of(ComputationGraph graph) {
    return new NetworkSnapshot(
        graph.getConfiguration().toJson(), graph.params().dup('c').data().asFloat());
  }

  /** A new graph with these parameters, for inference. */
  public ComputationGraph toGraph() {
    ComputationGraph graph =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration));
    graph.init(Nd4j.create(parameters, new long[] {1, parameters.length}, 'c'), false);
    return graph;
  }
}
