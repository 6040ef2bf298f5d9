package org.convspark.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.convspark.engine.memory.Parameters;
import org.convspark.engine.memory.RandomBits;
import org.convspark.engine.natives.Platform;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that computes the gradient of its loss over minibatches, slice by slice. Parameters are
 * read from and gradients written to DL4J's flat arrays, from which DL4J's updaters go on. Only one
 * thread at a time may use it.
 */
public final class TrainingNetwork implements AutoCloseable {
  private final ComputationGraphConfiguration network;
  private final Shape images;
  private final int minibatch;
  private final Parameters parameters;
  private final boolean whole;
  private final int largestSlice;
  private final RandomBits random = new RandomBits();
  private final Map<Integer, CompiledSlice> slices = new LinkedHashMap<>();
  private final CrossEntropy loss;

  /**
   * @param images the shape of an image
   * @param minibatch the largest number of images in a minibatch
   * @param parameters all parameters in DL4J's flat order, float32
   * @param gradients receives their gradients, in the same order
   * @throws UnsupportedLayerException if the engine doesn't compute a layer
   */
  public TrainingNetwork(
      ComputationGraphConfiguration network,
      Shape images,
      int minibatch,
      INDArray parameters,
      INDArray gradients) {
    this(network, images, minibatch, Integer.MAX_VALUE, parameters, gradients);
  }

  /**
   * @param largestSlice the largest number of images in a slice
   */
  TrainingNetwork(
      ComputationGraphConfiguration network,
      Shape images,
      int minibatch,
      int largestSlice,
      INDArray parameters,
      INDArray gradients) {
    this.largestSlice = largestSlice;
    this.network = network;
    this.images = images;
    this.minibatch = minibatch;
    this.parameters = Parameters.of(parameters, gradients);
    Plan plan = new Plan(network, images, random);
    this.whole = plan.mixesImages();
    this.loss = new CrossEntropy(plan.output().shape().size());
  }

  /**
   * Returns why the engine doesn't compute a network, the layer's name included; empty if it does.
   *
   * @param images the shape of an image
   */
  public static Optional<String> unsupported(ComputationGraphConfiguration network, Shape images) {
    if (!Platform.isSupported()) {
      return Optional.of("there is no oneDNN for " + Platform.name());
    }
    try {
      new Plan(network, images, new RandomBits());
      return Optional.empty();
    } catch (UnsupportedLayerException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Seeds the generator that dropout draws from. */
  public void seed(long seed) {
    random.seed(seed);
  }

  /** Computes the loss and the sum of its gradients over a minibatch in which all images count. */
  public void backpropagate(float[] pixels, float[] targets, int n) {
    backpropagate(pixels, targets, null, n);
  }

  /**
   * Computes the loss and the sum of its gradients over a minibatch.
   *
   * @param pixels {@code [n, channels, height, width]}
   * @param targets {@code [n, classes]}, each row adding up to 1
   * @param weights {@code [n]}, each at least 0, by which an image's loss and gradient are
   *     multiplied; {@code null} if all are 1
   * @param n number of images, at most a minibatch
   */
  public void backpropagate(float[] pixels, float[] targets, float[] weights, int n) {
    CompiledSlice slice = slice(n);
    loss.reset();
    slice.program().runOnNewParameters();
    for (int from = 0; from < n; from += slice.size()) {
      int count = Math.min(slice.size(), n - from);
      boolean first = from == 0;
      slice.load(pixels, from, count);
      slice.program().runForward(first);
      float[] logits = slice.output();
      loss.backward(logits, targets, weights, from, count);
      slice.loadGradient(logits, count);
      slice.program().runBackward(first);
    }
    slice.program().runOnLastSlice();
  }

  /** Returns the sum of the last minibatch's losses, each times its weight, in nats. */
  public double lossSum() {
    return loss.lossSum();
  }

  /**
   * Returns how many of the last minibatch's images had the largest probability for their own
   * class.
   */
  public long correct() {
    return loss.correct();
  }

  /** The statistics of a batch normalisation are of the images there are; others may be padded. */
  private CompiledSlice slice(int n) {
    int size = whole ? n : minibatch;
    CompiledSlice slice = slices.get(size);
    if (slice == null) {
      if (slices.size() > 1) { // An epoch has two sizes, a whole minibatch and the last.
        int eldest = slices.keySet().stream().filter(s -> s != minibatch).findFirst().orElseThrow();
        slices.remove(eldest).close();
      }
      Plan plan = new Plan(network, images, random).fuse();
      slice =
          new CompiledSlice(
              plan, Slices.of(plan, size, largestSlice), parameters, CompiledSlice.Use.TRAINING);
      slices.put(size, slice);
    }
    return slice;
  }

  /** Frees its native memory. */
  @Override
  public void close() {
    slices.values().forEach(CompiledSlice::close);
    slices.clear();
  }
}
