package org.convspark.network.catalog;

import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkBuilder;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * GoogLeNet for small images at a quarter of its width. See C. Szegedy et al., <a
 * href="https://arxiv.org/abs/1409.4842">Going Deeper with Convolutions</a>, 2014, table 1.
 *
 * <p>The first convolution is 3x3 of stride 1, not 7x7 of stride 2, so that pooling takes 28x28 to
 * 14, 7, 4 and 2 rows. There are no auxiliary classifiers, which have outputs of their own, and
 * there is no local response normalisation (see {@link AlexNet}).
 */
final class GoogLeNet implements Architecture {
  private static final int DIVISOR = 4;

  /** Filters of 1x1; before 3x3, 3x3; before 5x5, 5x5; after pooling: 3a, 3b, 4a to 4e, 5a, 5b. */
  private static final int[][][] STAGES = {
    {{64, 96, 128, 16, 32, 32}, {128, 128, 192, 32, 96, 64}},
    {
      {192, 96, 208, 16, 48, 64},
      {160, 112, 224, 24, 64, 64},
      {128, 128, 256, 24, 64, 64},
      {112, 144, 288, 32, 64, 64},
      {256, 160, 320, 32, 128, 128}
    },
    {{256, 160, 320, 32, 128, 128}, {384, 192, 384, 48, 128, 128}}
  };

  @Override
  public String name() {
    return "googlenet";
  }

  @Override
  public String description() {
    return "Szegedy et al. 2014: nine inception blocks, global average pooling; width / " + DIVISOR;
  }

  @Override
  public int smallestSide() {
    return 1;
  }

  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    NetworkBuilder net =
        NetworkBuilder.of(this, shape, classes, base)
            .weightInit(WeightInit.RELU)
            .conv2dSame(64 / DIVISOR, 3, 1)
            .maxPooling2dSame(3, 2)
            .conv2dSame(64 / DIVISOR, 1, 1)
            .conv2dSame(192 / DIVISOR, 3, 1);
    for (int[][] stage : STAGES) {
      net.maxPooling2dSame(3, 2);
      for (int[] filters : stage) {
        inception(net, filters);
      }
    }
    return net.globalAveragePooling2d().dropout(0.4).softmax(classes);
  }

  /** Four paths side by side: 1x1, 3x3, 5x5 and pooling, each made narrow by a 1x1 convolution. */
  private static void inception(NetworkBuilder net, int[] filters) {
    String input = net.last();
    String path1 = net.conv2dSame(filters[0] / DIVISOR, 1, 1).last();
    String path2 =
        net.from(input)
            .conv2dSame(filters[1] / DIVISOR, 1, 1)
            .conv2dSame(filters[2] / DIVISOR, 3, 1)
            .last();
    String path3 =
        net.from(input)
            .conv2dSame(filters[3] / DIVISOR, 1, 1)
            .conv2dSame(filters[4] / DIVISOR, 5, 1)
            .last();
    String path4 =
        net.from(input).maxPooling2dSame(3, 1).conv2dSame(filters[5] / DIVISOR, 1, 1).last();
    net.concatenate(path1, path2, path3, path4);
  }
}
