package org.convspark.model.onnx;

import java.util.Random;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.convspark.data.ImageShape;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Networks none of whose parameters is what it started as, as after training. */
final class RandomNetworks {
  private RandomNetworks() {}

  static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder().seed(7).weightInit(WeightInit.XAVIER_UNIFORM);
  }

  static ComputationGraph of(String name, ImageShape shape, int classes) {
    return of(
        NetworkCatalog.find(name, new Configuration(false)).configure(shape, classes, base()),
        shape);
  }

  static ComputationGraph of(ComputationGraphConfiguration configuration, ImageShape shape) {
    takeStatisticsFromOneMinibatch(configuration);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    Random random = new Random(3);
    disturb(graph, Set.of("gamma", "beta", "b"), random);
    INDArray images = images(20, shape);
    INDArray labels = labels(20, (int) graph.outputSingle(images).size(1));
    graph.fit(new INDArray[] {images}, new INDArray[] {labels});
    disturb(graph, Set.of("mean", "var", "log10stdev"), random);
    settle(graph, shape);
    return graph;
  }

  /** With other statistics than its input's, a deep network's activations grow without bound. */
  private static void takeStatisticsFromOneMinibatch(ComputationGraphConfiguration configuration) {
    configuration
        .getVertices()
        .values()
        .forEach(
            vertex -> {
              if (vertex instanceof LayerVertex layer
                  && layer.getLayerConf().getLayer() instanceof BatchNormalization norm) {
                norm.setDecay(0);
              }
            });
  }

  private static void disturb(ComputationGraph graph, Set<String> keys, Random random) {
    for (Layer layer : graph.getLayers()) {
      layer
          .paramTable()
          .forEach(
              (key, values) -> {
                for (int i = 0; keys.contains(key) && i < values.length(); i++) {
                  double factor = 1 + 0.1 * random.nextGaussian();
                  double more = key.equals("var") ? 0 : 0.05 * random.nextGaussian();
                  values.putScalar(i, values.getDouble(i) * factor + more);
                }
              });
    }
  }

  /**
   * Gives the logits of every class the mean 0 and, over all, the deviation 1/10: probabilities
   * that are saturated, or the same for all images, would hide differences. Larger ones would show
   * rounding: ONNX Runtime adds up convnet-no-pool's 61,952 products in float32 with an error of
   * 1e-5 at the deviation 1/2, DL4J with one of 1e-6.
   */
  private static void settle(ComputationGraph graph, ImageShape shape) {
    String output = graph.getConfiguration().getNetworkOutputs().get(0);
    INDArray bias = graph.getLayer(output).getParam("b").assign(0);
    INDArray logits = Transforms.log(graph.outputSingle(images(20, shape)));
    INDArray mean = logits.mean(true, 0);
    double factor = 0.1 / logits.subRowVector(mean).stdNumber().doubleValue();
    graph.getLayer(output).getParam("W").muli(factor);
    bias.assign(mean.muli(-factor));
  }

  private static INDArray labels(int n, int classes) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, n, classes);
    for (int i = 0; i < n; i++) {
      labels.putScalar(i, i % classes, 1);
    }
    return labels;
  }

  /** Bright spots of any place, width and colour, over a little noise. */
  static INDArray images(int n, ImageShape shape) {
    Random random = new Random(n);
    float[] pixels = new float[n * shape.size()];
    int at = 0;
    for (int i = 0; i < n; i++) {
      double x = random.nextDouble() * shape.width();
      double y = random.nextDouble() * shape.height();
      double narrow = 1 / (20 + 200 * random.nextDouble());
      for (int c = 0; c < shape.channels(); c++) {
        double colour = random.nextDouble();
        for (int p = 0; p < shape.height() * shape.width(); p++) {
          double dx = p % shape.width() - x;
          double dy = p / shape.width() - y;
          double spot = colour * Math.exp(-narrow * (dx * dx + dy * dy));
          pixels[at++] = (float) (0.95 * spot + 0.05 * random.nextDouble());
        }
      }
    }
    return Nd4j.create(
        pixels, new long[] {n, shape.channels(), shape.height(), shape.width()}, 'c');
  }
}
