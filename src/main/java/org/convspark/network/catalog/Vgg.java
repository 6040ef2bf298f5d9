package org.convspark.network.catalog;

import java.util.Map;
import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkBuilder;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * VGG for small images at a quarter of its width. See K. Simonyan, A. Zisserman, <a
 * href="https://arxiv.org/abs/1409.1556">Very Deep Convolutional Networks for Large-Scale Image
 * Recognition</a>, 2014, table 1.
 *
 * <p>A block pools only while its map is at least 2x2: 28x28 images are down to 1x1 after the
 * fourth block, and the fifth keeps that. Batch normalisation, which came a year later, follows
 * every convolution: the paper started its deep networks from trained shallow ones, and without
 * either vgg-19 stays at chance (0.11 on MNIST) under the lecture's RMSprop.
 */
final class Vgg implements Architecture {
  private static final int DIVISOR = 4;

  /** Columns A, B, D and E of the table: convolutions in each block. */
  private static final Map<Integer, int[]> CONVOLUTIONS =
      Map.of(
          11, new int[] {1, 1, 2, 2, 2},
          13, new int[] {2, 2, 2, 2, 2},
          16, new int[] {2, 2, 3, 3, 3},
          19, new int[] {2, 2, 4, 4, 4});

  private static final int[] FILTERS = {64, 128, 256, 512, 512};

  private final int depth;

  /**
   * Makes the network of a depth.
   *
   * @param depth number of layers with weights: 11, 13, 16 or 19
   */
  Vgg(int depth) {
    this.depth = depth;
  }

  @Override
  public String name() {
    return "vgg-" + depth;
  }

  @Override
  public String description() {
    return "Simonyan and Zisserman 2014: blocks of 3x3 convolutions, "
        + depth
        + " layers deep; width / "
        + DIVISOR;
  }

  @Override
  public int smallestSide() {
    return 1;
  }

  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    NetworkBuilder net = NetworkBuilder.of(this, shape, classes, base).weightInit(WeightInit.RELU);
    int side = Math.min(shape.height(), shape.width());
    for (int block = 0; block < FILTERS.length; block++) {
      vggBlock(net, CONVOLUTIONS.get(depth)[block], FILTERS[block] / DIVISOR, side >= 2);
      side /= 2;
    }
    return net.dense(4096 / DIVISOR)
        .dropout(0.5)
        .dense(4096 / DIVISOR)
        .dropout(0.5)
        .softmax(classes);
  }

  private static void vggBlock(NetworkBuilder net, int convolutions, int filters, boolean pool) {
    for (int i = 0; i < convolutions; i++) {
      net.conv2dBatchNorm(filters, 3, 1).relu();
    }
    if (pool) {
      net.maxPooling2d(2);
    }
  }
}
