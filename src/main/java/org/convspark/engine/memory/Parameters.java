package org.convspark.engine.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.GraphIndices;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's flat arrays of parameters and gradients, which the engine reads and writes in place: layer
 * by layer in the order of computation, as {@code ComputationGraph.init} cuts them up.
 */
public final class Parameters {
  private final FloatPointer values;
  private final FloatPointer gradients;

  /** Whose memory the pointers are into; the collector frees it with them. */
  @SuppressWarnings("unused")
  private final List<INDArray> owners;

  /**
   * @param values all parameters in DL4J's flat order
   * @param gradients receives their gradients; {@code null} if none are computed
   */
  public Parameters(FloatPointer values, FloatPointer gradients) {
    this(values, gradients, List.of());
  }

  private Parameters(FloatPointer values, FloatPointer gradients, List<INDArray> owners) {
    this.values = values;
    this.gradients = gradients;
    this.owners = owners;
  }

  /**
   * Returns the parameters and gradients in the memory of two flat arrays.
   *
   * @throws IllegalArgumentException if an array isn't of type float
   */
  public static Parameters of(INDArray values, INDArray gradients) {
    return new Parameters(memory(values), memory(gradients), List.of(values, gradients));
  }

  private static FloatPointer memory(INDArray flat) {
    if (flat.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException("an array of type " + flat.dataType());
    }
    return new FloatPointer(flat.data().addressPointer()).capacity(flat.length());
  }

  /** Returns a pointer to the parameter at index {@code at}, and to those after it. */
  public Pointer values(long at) {
    return values.getPointer(at);
  }

  /**
   * Returns a pointer to the gradient of the parameter at index {@code at}, and to those after it.
   */
  public Pointer gradients(long at) {
    return gradients.getPointer(at);
  }

  public float[] read(long at, int n) {
    float[] floats = new float[n];
    values.getPointer(at).get(floats, 0, n);
    return floats;
  }

  public void writeGradient(long at, float[] floats) {
    gradients.getPointer(at).put(floats, 0, floats.length);
  }

  /** Returns the index at which each layer's parameters begin, by the layer's name. */
  public static Map<String, Long> offsets(ComputationGraphConfiguration network) {
    GraphIndices indices = new ComputationGraph(network).calculateIndices();
    Map<String, Long> offsets = new HashMap<>();
    long next = 0;
    for (int index : indices.getTopologicalSortOrder()) {
      String name = indices.getIdxToName().get(index);
      GraphVertex vertex = network.getVertices().get(name);
      offsets.put(name, next);
      next += vertex == null ? 0 : vertex.numParams(true);
    }
    return offsets;
  }
}
