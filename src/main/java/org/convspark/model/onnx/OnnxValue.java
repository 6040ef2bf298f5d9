package org.convspark.model.onnx;

/**
 * A value in an ONNX graph: the input, or the output of a node.
 *
 * @param name unique in the graph
 * @param flat whether it is {@code [N, features]}, and not {@code [N, C, H, W]}
 */
record OnnxValue(String name, boolean flat) {
  /** Returns the same value, now known to be {@code [N, features]}. */
  OnnxValue flattened() {
    return new OnnxValue(name, true);
  }
}
