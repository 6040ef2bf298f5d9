package org.convspark.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.PixelScaling;
import org.convspark.data.preprocessing.Standardization;

/** Puts minibatches through one network, in one task. Evaluation and prediction both use it. */
public final class Predictor {
  private final Inference network;
  private final ImageShape shape;
  private final Standardization standardization;

  /**
   * Prepares the network for images of a shape; what it holds is freed when the Spark task ends.
   *
   * @param standardization what is done to pixels / 255
   */
  public Predictor(NetworkSnapshot snapshot, ImageShape shape, Standardization standardization) {
    this.standardization = standardization;
    this.network = snapshot.toInference(shape);
    this.shape = shape;
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) completed -> network.close());
    }
  }

  /** Returns a prediction for each image of the minibatch, in its order. */
  public List<Prediction> predict(ImageBatch batch) {
    float[][] rows = probabilities(batch.pixels(), batch.size());
    List<Prediction> predictions = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      predictions.add(new Prediction(batch.id(i), batch.label(i), rows[i]));
    }
    return predictions;
  }

  /**
   * Computes the network's output for some images.
   *
   * @param pixels unsigned bytes, {@code [n, channels, height, width]}
   * @return probabilities {@code [n, classes]}
   */
  public float[][] probabilities(byte[] pixels, int n) {
    float[] scaled = PixelScaling.scale(pixels, n * shape.size());
    standardization.apply(scaled, 0, n, shape);
    float[] values = network.probabilities(scaled, n);
    int classes = values.length / n;
    float[][] rows = new float[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOfRange(values, i * classes, (i + 1) * classes);
    }
    return rows;
  }
}
