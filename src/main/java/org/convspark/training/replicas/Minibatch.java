package org.convspark.training.replicas;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.convspark.config.training.AugmentationConfig;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.ImageShape;
import org.convspark.data.augmentation.Augmentation;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.data.shards.Shard;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of a minibatch: features {@code [n, channels, height, width]} in 0 to 1, labels {@code
 * [n, classes]} one-hot or smoothed, weights {@code [n]} where there are any. The same memory is
 * filled again for each minibatch of a size: making DataSets from floats costs seconds an epoch.
 */
public final class Minibatch {
  private final int size;
  private final int imageSize;
  private final int classes;
  private final long seed;
  private final Augmentation augmentation;
  private final float off;
  private final float on;
  private final float[] pixels;
  private final float[] oneHot;
  private final ImageShape shape;
  private final Standardization standardization;
  private INDArray features;
  private INDArray labels;

  /** {@code null} where every weight is 1. */
  private float[] weights;

  public Minibatch(int size, ReplicaSpec spec) {
    this(size, spec.shape(), spec.standardization(), spec.classes(), spec.config());
  }

  /** Prepares arrays for pixels / 255 of a shape. */
  public Minibatch(int size, ImageShape shape, int classes, TrainingConfig config) {
    this(size, shape, Standardization.NONE, classes, config);
  }

  private Minibatch(
      int size,
      ImageShape shape,
      Standardization standardization,
      int classes,
      TrainingConfig config) {
    this.size = size;
    this.standardization = standardization;
    this.shape = shape;
    this.imageSize = shape.size();
    this.classes = classes;
    this.seed = config.seed();
    AugmentationConfig distortion =
        config.augmentationOf(shape.height(), shape.width(), shape.channels());
    this.augmentation = distortion == null ? null : new Augmentation(distortion, shape);
    double labelSmoothing = config.regularization().labelSmoothing();
    this.off = (float) (labelSmoothing / classes);
    this.on = (float) (1 - labelSmoothing + labelSmoothing / classes);
    this.pixels = new float[size * imageSize];
    this.oneHot = new float[size * classes];
  }

  int size() {
    return size;
  }

  /**
   * Fills the arrays with the examples at places {@code from} to {@code from + size - 1} of the
   * order, distorted if the configuration asks for it.
   *
   * @param shard the examples
   * @param order the order of the epoch under way
   * @param from the first example's place in that order
   * @param epoch number of the epoch, from 0, on which the distortion depends
   */
  public void fill(Shard shard, MinibatchOrder order, int from, int epoch) {
    Arrays.fill(oneHot, off);
    weights = shard.isWeighted() ? new float[size] : null;
    for (int i = 0; i < size; i++) {
      int example = order.at(from + i);
      shard.pixels(example, pixels, i * imageSize);
      if (augmentation != null) {
        augmentation.apply(seed, epoch, shard.id(example), pixels, i * imageSize);
      }
      standardization.apply(pixels, i * imageSize, 1, shape);
      oneHot[i * classes + shard.label(example)] = on;
      if (weights != null) {
        weights[i] = shard.weight(example);
      }
    }
  }

  /** Returns the pixels, {@code [n, channels, height, width]}; not a copy. */
  float[] pixels() {
    return pixels;
  }

  /**
   * Returns the labels, {@code [n, classes]}, smoothed if the configuration asks for it; not a
   * copy.
   */
  float[] targets() {
    return oneHot;
  }

  /** Returns the examples' weights, {@code [n]}; {@code null} if all are 1. */
  float[] weights() {
    return weights;
  }

  /** Returns the sum of the examples' weights, which is their number if all are 1. */
  double totalWeight() {
    if (weights == null) {
      return size;
    }
    double total = 0;
    for (float weight : weights) {
      total += weight;
    }
    return total;
  }

  /** Returns the weights for DL4J, {@code [n, 1]}; {@code null} if all are 1. */
  INDArray weightColumn() {
    return weights == null ? null : Nd4j.createFromArray(weights).reshape(size, 1);
  }

  private static void copy(float[] from, INDArray to) {
    ((FloatPointer) to.data().addressPointer()).put(from, 0, from.length);
  }

  /**
   * Returns the pixels for DL4J, {@code [n, channels, height, width]}; the next call overwrites
   * them.
   */
  public INDArray features() {
    if (features == null) {
      features =
          Nd4j.createUninitializedDetached(
              DataType.FLOAT, size, shape.channels(), shape.height(), shape.width());
    }
    copy(pixels, features);
    return features;
  }

  /** Returns the labels for DL4J, {@code [n, classes]}; the next call overwrites them. */
  public INDArray labels() {
    if (labels == null) {
      labels = Nd4j.createUninitializedDetached(DataType.FLOAT, size, classes);
    }
    copy(oneHot, labels);
    return labels;
  }
}
