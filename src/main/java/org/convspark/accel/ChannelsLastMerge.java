package org.convspark.accel;

import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Feature maps side by side, as {@link ChannelsLastMergeVertex} puts them. Never saved. */
final class ChannelsLastMerge extends MergeVertex {
  private static final long serialVersionUID = 1L;

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new ChannelsLastMergeVertex(graph, name, index, type);
  }

  @Override
  public ChannelsLastMerge clone() {
    return new ChannelsLastMerge();
  }
}
