package org.convspark.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.convspark.engine.memory.Parameters;
import org.convspark.engine.memory.RandomBits;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * A network that computes class probabilities at test time, without dropout and with batch
 * normalisation's running means and variances. Images go through it in slices of one size, the last
 * filled up with zeros. Only one thread at a time may use it.
 */
public final class InferenceNetwork implements AutoCloseable {
  private final Plan plan;
  private final FloatPointer parameters;
  private final CompiledSlice slice;
  private final CrossEntropy softmax;

  /**
   * @param images the shape of an image
   * @param slice number of images that go through it together
   * @param parameters all parameters in DL4J's flat order; copied
   * @throws UnsupportedLayerException if the engine doesn't compute a layer
   */
  public InferenceNetwork(
      ComputationGraphConfiguration network, Shape images, int slice, float[] parameters) {
    this(
        new Plan(network, images, new RandomBits()).fuse(),
        slice,
        parameters,
        CompiledSlice.Use.INFERENCE);
  }

  private InferenceNetwork(Plan plan, int slice, float[] parameters, CompiledSlice.Use use) {
    this.plan = plan;
    this.parameters = new FloatPointer(Math.max(1, parameters.length));
    this.parameters.put(parameters, 0, parameters.length);
    this.softmax = new CrossEntropy(plan.output().shape().size());
    this.slice = new CompiledSlice(plan, slice, new Parameters(this.parameters, null), use);
    this.slice.program().runOnNewParameters();
  }

  /**
   * Computes the class probabilities of images.
   *
   * @param pixels {@code [n, channels, height, width]}
   * @param n number of images
   * @return {@code [n, classes]}
   */
  public float[] probabilities(float[] pixels, int n) {
    int classes = plan.output().shape().size();
    float[] probabilities = new float[n * classes];
    for (int from = 0; from < n; from += slice.size()) {
      int count = Math.min(slice.size(), n - from);
      slice.load(pixels, from, count);
      slice.program().runForward(true);
      float[] logits = slice.output();
      for (int i = 0; i < count; i++) {
        softmax.softmax(logits, i * classes);
      }
      System.arraycopy(logits, 0, probabilities, from * classes, count * classes);
    }
    return probabilities;
  }

  /**
   * Returns the activations of every layer and vertex but the last for one image, after the
   * activation function.
   *
   * @param images the shape of an image
   * @param parameters all parameters in DL4J's flat order
   * @param pixels the image, {@code [channels, height, width]}
   * @return {@code [channel][row][column]} by the layer's name, in the order of computation
   * @throws UnsupportedLayerException if the engine doesn't compute a layer
   */
  public static Map<String, float[][][]> activations(
      ComputationGraphConfiguration network, Shape images, float[] parameters, float[] pixels) {
    Plan plan = new Plan(network, images, new RandomBits()); // Not fused: each layer's own values.
    try (InferenceNetwork inspected =
        new InferenceNetwork(plan, 1, parameters, CompiledSlice.Use.INSPECTION)) {
      inspected.probabilities(pixels, 1);
      Map<String, float[][][]> activations = new LinkedHashMap<>();
      plan.layers().forEach((name, layer) -> activations.put(name, inspected.slice.maps(layer)));
      activations.remove(network.getNetworkOutputs().get(0));
      return activations;
    }
  }

  /** Frees its native memory. */
  @Override
  public void close() {
    slice.close();
    parameters.close();
  }
}
