package org.convspark.model.onnx;

import org.convspark.config.InputException;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A DL4J layer on its way into an ONNX graph.
 *
 * @param where the model, for errors
 * @param name of its vertex
 * @param configuration its settings, without a wrapper that freezes it
 * @param trained the layer that holds its parameters
 * @param graph the graph that it becomes part of
 */
record OnnxLayer(
    String where,
    String name,
    Layer configuration,
    org.deeplearning4j.nn.api.Layer trained,
    OnnxGraph graph) {

  /** Returns a parameter by DL4J's name; the array may be in any order. */
  INDArray parameter(String key) {
    return trained.getParam(key);
  }

  /**
   * Refuses the layer, by an {@link InputException}, unless {@code holds}: a setting of it isn't
   * what ONNX can express.
   */
  void require(boolean holds, String found, String expected) {
    if (!holds) {
      throw refuse(where, name, configuration, found, expected);
    }
  }

  static InputException refuse(
      String where, String name, Object part, String found, String expected) {
    return new InputException(
        where,
        "\"" + name + "\", a " + part.getClass().getSimpleName() + " " + found,
        expected,
        "this network can't be exported to ONNX; use its model.zip with DL4J");
  }
}
