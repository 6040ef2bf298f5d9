package org.convspark.model;

import java.util.Arrays;
import org.convspark.data.ImageShape;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Inference by DL4J's own layers. */
record Dl4jInference(ComputationGraph graph, ImageShape shape) implements Inference {
  @Override
  public float[] probabilities(float[] pixels, int n) {
    INDArray input =
        Nd4j.create(
            Arrays.copyOf(pixels, n * shape.size()),
            new long[] {n, shape.channels(), shape.height(), shape.width()},
            'c');
    INDArray output = graph.outputSingle(false, input);
    try {
      if (output.rank() != 2 || output.size(0) != n) {
        throw new IllegalStateException(
            "the network's output is "
                + Arrays.toString(output.shape())
                + ", ["
                + n
                + ", classes] expected");
      }
      return output.dup('c').data().asFloat();
    } finally {
      // They lie outside the Java heap, where the collector doesn't see their size.
      release(output);
      release(input);
    }
  }

  private static void release(INDArray array) {
    if (array.closeable()) {
      array.close();
    }
  }

  @Override
  public void close() {}
}
