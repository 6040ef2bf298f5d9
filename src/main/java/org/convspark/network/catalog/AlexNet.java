package org.convspark.network.catalog;

import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkBuilder;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * AlexNet for small images at a quarter of its width. See A. Krizhevsky, I. Sutskever, G. Hinton,
 * <a href="https://papers.nips.cc/paper/2012/hash/c399862d3b9d6b76c8436e924a68c45b-Abstract.html">
 * ImageNet Classification with Deep Convolutional Neural Networks</a>, 2012, section 3.5.
 *
 * <p>The paper's 11x11 kernels of stride 4 would leave 28x28 images with five rows: the first
 * convolution is 5x5 of stride 1 here, so that pooling takes 28 to 13, 6 and 2. There is no local
 * response normalisation: the VGG paper found it useless, and its backward pass is wrong in DL4J
 * 1.0.0-M2 on oneDNN (MKLDNNLocalResponseNormalizationHelper runs the forward operation).
 */
final class AlexNet implements Architecture {
  private static final int DIVISOR = 4;

  @Override
  public String name() {
    return "alexnet";
  }

  @Override
  public String description() {
    return "Krizhevsky et al. 2012: five convolutions, three dense layers with dropout; width / 4";
  }

  @Override
  public int smallestSide() {
    return 15;
  }

  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    return NetworkBuilder.of(this, shape, classes, base)
        .conv2dSame(96 / DIVISOR, 5, 1)
        .maxPooling2d(3, 2)
        .conv2dSame(256 / DIVISOR, 5, 1)
        .maxPooling2d(3, 2)
        .conv2dSame(384 / DIVISOR, 3, 1)
        .conv2dSame(384 / DIVISOR, 3, 1)
        .conv2dSame(256 / DIVISOR, 3, 1)
        .maxPooling2d(3, 2)
        .dense(4096 / DIVISOR)
        .dropout(0.5)
        .dense(4096 / DIVISOR)
        .dropout(0.5)
        .softmax(classes);
  }
}
