package org.convspark.model;

import org.convspark.engine.InferenceNetwork;

/** Inference by the engine that trains. */
record CompiledInference(InferenceNetwork network) implements Inference {
  @Override
  public float[] probabilities(float[] pixels, int n) {
    return network.probabilities(pixels, n);
  }

  @Override
  public void close() {
    network.close();
  }
}
