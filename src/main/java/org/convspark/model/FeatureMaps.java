package org.convspark.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.PixelScaling;
import org.convspark.data.preprocessing.Standardization;
import org.convspark.engine.InferenceNetwork;
import org.convspark.engine.Shape;
import org.convspark.engine.TrainingNetwork;
import org.convspark.engine.natives.Acceleration;
import org.convspark.network.Architecture;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads what a network sees in one image: the maps of its convolutions and poolings, the
 * activations of its dense layers, its prediction, and its kernels.
 */
public final class FeatureMaps {

  /**
   * The maps of one layer, or its kernels, all of one size.
   *
   * @param layer the layer's name
   * @param maps values {@code [map][row][column]}
   */
  public record Grid(String layer, float[][][] maps) {
    public int height() {
      return maps[0].length;
    }

    public int width() {
      return maps[0][0].length;
    }
  }

  private FeatureMaps() {}

  /**
   * Returns an image as the network takes it, {@code [1, channels, height, width]}.
   *
   * @param pixels unsigned bytes, channel by channel and row-major
   * @param standardization what is done to pixels / 255
   */
  public static INDArray image(byte[] pixels, ImageShape shape, Standardization standardization) {
    float[] values = PixelScaling.scale(pixels, shape.size());
    standardization.apply(values, 0, 1, shape);
    return Nd4j.create(
        values, new long[] {1, shape.channels(), shape.height(), shape.width()}, 'c');
  }

  /** Returns the image itself, {@code [1, channels, height, width]}, with its channels as maps. */
  public static Grid input(INDArray image) {
    return new Grid(Architecture.INPUT, values(image));
  }

  /**
   * Computes the activations of every convolution and pooling layer, in the order of computation,
   * at test time: no dropout, running means and variances.
   *
   * @param image one image, float32 {@code [1, channels, height, width]}, pixels / 255
   */
  public static List<Grid> of(ComputationGraph network, INDArray image) {
    return grids(network, image, FeatureMaps::hasMaps);
  }

  /**
   * Computes the activations of every convolution, pooling and hidden dense layer. Those of a dense
   * layer are one map, its units row by row, as near to a square as their number lets them be.
   *
   * @param image one image, float32 {@code [1, channels, height, width]}, pixels / 255
   */
  public static List<Grid> layers(ComputationGraph network, INDArray image) {
    return grids(network, image, layer -> hasMaps(layer) || isDense(layer)).stream()
        .map(grid -> isDense(network.getLayer(grid.layer())) ? folded(grid) : grid)
        .toList();
  }

  /**
   * Computes the network's prediction, as one map of one row: the probability of each class.
   *
   * @param image one image, float32 {@code [1, channels, height, width]}, pixels / 255
   */
  public static Grid probabilities(ComputationGraph network, INDArray image) {
    ImageShape shape =
        new ImageShape((int) image.size(2), (int) image.size(3), (int) image.size(1));
    try (Inference inference = NetworkSnapshot.of(network).toInference(shape)) {
      return new Grid(
          network.getConfiguration().getNetworkOutputs().get(0),
          new float[][][] {{inference.probabilities(flat(image), 1)}});
    }
  }

  private static Grid folded(Grid units) {
    int count = units.maps().length;
    int rows = (int) Math.sqrt(count);
    while (count % rows != 0) {
      rows--;
    }
    float[][] folded = new float[rows][count / rows];
    for (int unit = 0; unit < count; unit++) {
      folded[unit / folded[0].length][unit % folded[0].length] = units.maps()[unit][0][0];
    }
    return new Grid(units.layer(), new float[][][] {folded});
  }

  private static List<Grid> grids(
      ComputationGraph network, INDArray image, Predicate<Layer> wanted) {
    if (image.rank() != 4 || image.size(0) != 1) {
      throw new IllegalArgumentException(
          "image of shape " + Arrays.toString(image.shape()) + ", expected [1, c, h, w]");
    }
    Map<String, float[][][]> activations = activations(network, image);
    List<Grid> grids = new ArrayList<>();
    for (int vertex : network.topologicalSortOrder()) {
      String name = network.getVertices()[vertex].getVertexName();
      if (network.getVertices()[vertex].hasLayer() && wanted.test(network.getLayer(name))) {
        grids.add(new Grid(name, activations.get(name)));
      }
    }
    return grids;
  }

  /** By layer; of the engine that trains and predicts, or of DL4J where that doesn't compute it. */
  private static Map<String, float[][][]> activations(ComputationGraph network, INDArray image) {
    ComputationGraphConfiguration configuration = network.getConfiguration();
    Shape shape = new Shape((int) image.size(1), (int) image.size(2), (int) image.size(3));
    if (Acceleration.isEnabled() && TrainingNetwork.unsupported(configuration, shape).isEmpty()) {
      return InferenceNetwork.activations(
          configuration, shape, flat(network.params()), flat(image));
    }
    Map<String, float[][][]> activations = new HashMap<>();
    network
        .feedForward(image, false)
        .forEach(
            (name, values) -> {
              if (values.rank() == 4) {
                activations.put(name, values(values));
              } else if (values.rank() == 2) {
                activations.put(name, values(values.reshape('c', 1, values.size(1), 1, 1)));
              }
            });
    return activations;
  }

  private static float[] flat(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  /**
   * Returns the kernels of the first convolution, {@code filters x channels} of them: filter by
   * filter, and within a filter channel by channel.
   *
   * @throws IllegalArgumentException if the network has no convolution
   */
  public static Grid firstKernels(ComputationGraph network) {
    for (int vertex : network.topologicalSortOrder()) {
      String name = network.getVertices()[vertex].getVertexName();
      if (network.getVertices()[vertex].hasLayer()
          && network.getLayer(name).conf().getLayer() instanceof ConvolutionLayer) {
        INDArray weights = network.getLayer(name).getParam(ConvolutionParamInitializer.WEIGHT_KEY);
        return new Grid(
            name,
            values(
                weights
                    .dup('c')
                    .reshape(
                        'c',
                        1,
                        weights.size(0) * weights.size(1),
                        weights.size(2),
                        weights.size(3))));
      }
    }
    throw new IllegalArgumentException("the network has no convolution, so it has no kernels");
  }

  /** Returns whether a network has a convolution, and so kernels. */
  public static boolean hasKernels(ComputationGraph network) {
    return Arrays.stream(network.getLayers())
        .anyMatch(layer -> layer.conf().getLayer() instanceof ConvolutionLayer);
  }

  private static boolean isDense(Layer layer) {
    return layer.conf().getLayer() instanceof DenseLayer;
  }

  private static boolean hasMaps(Layer layer) {
    return layer.conf().getLayer() instanceof ConvolutionLayer
        || layer.conf().getLayer() instanceof SubsamplingLayer;
  }

  /** {@code [1, maps, rows, columns]} as arrays. */
  private static float[][][] values(INDArray array) {
    int maps = (int) array.size(1);
    int rows = (int) array.size(2);
    int columns = (int) array.size(3);
    float[] flat = flat(array);
    float[][][] values = new float[maps][rows][];
    for (int map = 0; map < maps; map++) {
      for (int row = 0; row < rows; row++) {
        int from = (map * rows + row) * columns;
        values[map][row] = Arrays.copyOfRange(flat, from, from + columns);
      }
    }
    return values;
  }
}
