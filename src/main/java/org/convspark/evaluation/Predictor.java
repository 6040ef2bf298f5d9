package org.convspark.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convspark.data.ImageShape;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    float[] values = output(batch);
    int classes = values.length / batch.size();
    List<Prediction> predictions = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      float[] row = Arrays.copyOfRange(values, i * classes, (i + 1) * classes);
      predictions.add(new Prediction(batch.id(i), batch.label(i), row));
    }
    return predictions;
  }

  /** The network's output, {@code [n, classes]} row by row. */
  private float[] output(Minibatch batch) {
    INDArray input = batch.input(shape);
    INDArray output = graph.outputSingle(false, input);
    try {
      if (output.rank() != 2 || output.size(0) != batch.size()) {
        throw new IllegalStateException(
            "the network's output is "
                + Arrays.toString(output.shape())
                + ", ["
                + batch.size()
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
}
