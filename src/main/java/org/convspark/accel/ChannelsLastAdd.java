package org.convspark.accel;

import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A sum of feature maps that {@link ChannelsLastAddVertex} computes. Never saved. */
final class ChannelsLastAdd extends ElementWiseVertex {
  private static final long serialVersionUID = 1L;

  ChannelsLastAdd() {
    super(Op.Add);
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new ChannelsLastAddVertex(graph, name, index, type);
  }

  @Override
  public ChannelsLastAdd clone() {
    return new ChannelsLastAdd();
  }
}
