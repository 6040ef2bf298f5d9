package org.convspark.network.catalog;

import org.convspark.data.ImageShape;
import org.convspark.network.Architecture;
import org.convspark.network.NetworkBuilder;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;

/**
 * LeNet-5, 61,706 parameters on MNIST. See Y. LeCun et al., <a
 * href="http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf">Gradient-Based Learning Applied to
 * Document Recognition</a>, 1998, section II.B. Its input is 32x32: smaller images are padded with
 * zeros to that, larger ones are taken as they are. Every map of the second convolution sees all
 * maps of the first, pooling has no weights, ReLU stands for tanh and softmax for the RBF units.
 */
final class LeNet5 implements Architecture {
  private static final int SIDE = 32;

  @Override
  public String name() {
    return "lenet-5";
  }

  @Override
  public String description() {
    return "LeCun et al. 1998: 6 and 16 maps of 5x5, dense 120 and 84: 61,706 parameters on MNIST";
  }

  @Override
  public int smallestSide() {
    return 1;
  }

  @Override
  public ComputationGraphConfiguration configure(
      ImageShape shape, int classes, NeuralNetConfiguration.Builder base) {
    int rows = Math.max(0, SIDE - shape.height());
    int columns = Math.max(0, SIDE - shape.width());
    NetworkBuilder net = NetworkBuilder.of(this, shape, classes, base);
    if (rows > 0 || columns > 0) {
      net.zeroPadding2d(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
    }
    return net.conv2d(6, 5)
        .averagePooling2d(2)
        .conv2d(16, 5)
        .averagePooling2d(2)
        .dense(120)
        .dense(84)
        .softmax(classes);
  }
}
