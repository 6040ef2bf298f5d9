package org.convspark.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convspark.data.ImageShape;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Puts minibatches through one network, in one task. Evaluation and prediction both use it. */
final class Predictor {
  private final ComputationGraph graph;
  private final ImageShape shape;

  Predictor(NetworkSnapshot network, ImageShape shape) {
    this.graph = network.toGraph();
    this.shape = shape;
  }

  /** A prediction for each image of the minibatch, in its order. */
  List<Prediction> predict(Minibatch batch) {
    float[][] rows = probabilities(batch.pixels(), batch.size());
    List<Prediction> predictions = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      predictions.add(new Prediction(batch.id(i), batch.label(i), rows[i]));
    }
    return predictions;
  }

  /**
   * @param pixels unsigned bytes, {@code [n, channels, height, width]}
   * @return the network's output, {@code [n, classes]}
   */
  float[][] probabilities(byte[] pixels, int n) {
    INDArray input = input(pixels, n);
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
      float[] values = output.dup('c').data().asFloat();
      int classes = values.length / n;
      float[][] rows = new float[n][];
      for (int i = 0; i < n; i++) {
        rows[i] = Arrays.copyOfRange(values, i * classes, (i + 1) * classes);
      }
      return rows;
    } finally {
      // They lie outside the Java heap, where the collector doesn't see their size.
      release(output);
      release(input);
    }
  }

  /** Float32 {@code [n, channels, height, width]}, pixels / 255. */
  private INDArray input(byte[] pixels, int n) {
    float[] values = new float[n * shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (pixels[i] & 0xff) / 255f;
    }
    return Nd4j.create(
        values, new long[] {n, shape.channels(), shape.height(), shape.width()}, 'c');
  }

  private static void release(INDArray array) {
    if (array.closeable()) {
      array.close();
    }
  }
}
