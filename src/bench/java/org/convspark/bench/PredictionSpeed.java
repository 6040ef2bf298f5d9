package org.convspark.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.convspark.data.ImageShape;
import org.convspark.engine.natives.Acceleration;
import org.convspark.model.Inference;
import org.convspark.model.NetworkSnapshot;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The network of predict against the same one in PyTorch: the convnet with the same parameters on
 * the same images, from bytes to probabilities, one thread each, in turn. Prints JSON. The first
 * argument is the size of a minibatch, predict's 128 where there is none.
 */
public final class PredictionSpeed {
  private static final ImageShape SHAPE = new ImageShape(28, 28, 1);
  private static final int CLASSES = 10;
  private static final int IMAGES = 6400;
  private static final int TURNS = 10;

  private PredictionSpeed() {}

  public static void main(String[] args) {
    int minibatch = args.length > 0 ? Integer.parseInt(args[0]) : 128;
    Acceleration.apply(true);
    ComputationGraph plain =
        new ComputationGraph(
            NetworkCatalog.find("convnet", new Configuration(false))
                .configure(SHAPE, CLASSES, new NeuralNetConfiguration.Builder().seed(1)));
    plain.init();
    Inference ours = NetworkSnapshot.of(plain).toInference(SHAPE);
    byte[] images = new byte[IMAGES * SHAPE.size()];
    new Random(1).nextBytes(images);
    ObjectNode result = new ObjectMapper().createObjectNode();
    result.put("minibatch", minibatch);
    ArrayNode convspark = result.putArray("convspark_images_per_second");
    ArrayNode torch = result.putArray("pytorch_images_per_second");
    double[] ratios = new double[TURNS];
    try (TorchConvnet theirs = new TorchConvnet(plain)) {
      Function<float[], float[]> first = values -> ours.probabilities(values, minibatch);
      Function<float[], float[]> second =
          values -> theirs.probabilities(values, minibatch, SHAPE.height());
      result.put("largest_difference", difference(images, minibatch, first, second));
      for (int turn = -1; turn < TURNS; turn++) {
        double one = imagesPerSecond(images, minibatch, first);
        double two = imagesPerSecond(images, minibatch, second);
        if (turn >= 0) { // The first turn compiles.
          convspark.add(Math.round(one));
          torch.add(Math.round(two));
          ratios[turn] = one / two;
        }
      }
    }
    Arrays.sort(ratios);
    result.put("median_ratio", (ratios[(TURNS - 1) / 2] + ratios[TURNS / 2]) / 2);
    result.put("least_ratio", ratios[0]);
    result.put("greatest_ratio", ratios[TURNS - 1]);
    System.out.println(result.toPrettyString());
  }

  private static double imagesPerSecond(
      byte[] images, int minibatch, Function<float[], float[]> network) {
    int batches = IMAGES / minibatch;
    long began = System.nanoTime();
    for (int i = 0; i < batches; i++) {
      network.apply(values(images, i, minibatch));
    }
    return 1e9 * batches * minibatch / (System.nanoTime() - began);
  }

  /** They must compute the same, or their speeds say nothing. */
  private static double difference(
      byte[] images,
      int minibatch,
      Function<float[], float[]> first,
      Function<float[], float[]> second) {
    float[] one = first.apply(values(images, 0, minibatch));
    float[] two = second.apply(values(images, 0, minibatch));
    double largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs(one[i] - two[i]));
    }
    if (!(largest < 1e-4)) {
      throw new IllegalStateException("probabilities differ by " + largest);
    }
    return largest;
  }

  private static float[] values(byte[] images, int batch, int minibatch) {
    float[] values = new float[minibatch * SHAPE.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (images[batch * values.length + i] & 0xff) / 255f;
    }
    return values;
  }
}
