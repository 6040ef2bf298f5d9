package org.convspark.network.catalog;

import java.util.Arrays;
import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkBuilder;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * Residual networks of basic blocks. See K. He et al., <a
 * href="https://arxiv.org/abs/1512.03385">Deep Residual Learning for Image Recognition</a>, 2015:
 * resnet-18 and -34 from table 1, resnet-20, -32, -44 and -56 from section 4.2. Batch normalisation
 * follows every convolution; where the shape changes, the shortcut is a 1x1 convolution (option B).
 *
 * <p>resnet-18 and -34 have a quarter of the paper's width, and a stem for small images: a 3x3
 * convolution of stride 1, not 7x7 of stride 2, before the pooling, which takes 28x28 to 14. The
 * others are the paper's own, made for 32x32 images.
 */
final class ResNet implements Architecture {
  private final String name;
  private final int[] blocks;
  private final int[] filters;
  private final boolean poolingStem;

  private ResNet(String name, int[] blocks, int[] filters, boolean poolingStem) {
    this.name = name;
    this.blocks = blocks;
    this.filters = filters;
    this.poolingStem = poolingStem;
  }

  /** Makes a network of table 1: four stages, 64 to 512 filters in the paper. */
  static ResNet imageNet(int depth) {
    int[] blocks =
        switch (depth) {
          case 18 -> new int[] {2, 2, 2, 2};
          case 34 -> new int[] {3, 4, 6, 3};
          default -> throw new IllegalArgumentException("resnet-" + depth);
        };
    return new ResNet("resnet-" + depth, blocks, new int[] {16, 32, 64, 128}, true);
  }

  /** Makes a network of section 4.2: three stages of n blocks, 6n + 2 layers. */
  static ResNet cifar(int n) {
    return new ResNet("resnet-" + (6 * n + 2), new int[] {n, n, n}, new int[] {16, 32, 64}, false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "He et al. 2015: "
        + Arrays.stream(blocks).sum()
        + " residual blocks of two 3x3 convolutions, batch normalisation"
        + (poolingStem ? "; width / 4" : "");
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
            .conv2dBatchNorm(filters[0], 3, 1)
            .relu();
    if (poolingStem) {
      net.maxPooling2dSame(3, 2);
    }
    for (int stage = 0; stage < blocks.length; stage++) {
      for (int block = 0; block < blocks[stage]; block++) {
        boolean narrows = stage > 0 && block == 0;
        residualUnit(net, filters[stage], narrows);
      }
    }
    return net.globalAveragePooling2d().softmax(classes);
  }

  /**
   * @param narrows whether the unit halves the map, and so needs a convolution in its shortcut
   */
  private static void residualUnit(NetworkBuilder net, int filters, boolean narrows) {
    int stride = narrows ? 2 : 1;
    String input = net.last();
    String residual =
        net.conv2dBatchNorm(filters, 3, stride).relu().conv2dBatchNorm(filters, 3, 1).last();
    String shortcut = narrows ? net.from(input).conv2dBatchNorm(filters, 1, stride).last() : input;
    net.from(residual).addTo(shortcut).relu();
  }
}
