package org.convspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.convspark.data.ImageShape;
import org.convspark.model.FeatureMaps.Grid;
import org.convspark.network.Networks;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FeatureMapsTest {

  @Test
  void everyConvolutionAndPoolingInOrder() {
    List<Grid> grids = FeatureMaps.of(network("convnet", Networks.MNIST), image(Networks.MNIST));
    assertThat(grids)
        .extracting(
            grid ->
                "%s %dx%dx%d"
                    .formatted(grid.layer(), grid.height(), grid.width(), grid.maps().length))
        .containsExactly(
            "conv2d 26x26x32",
            "max_pooling2d 13x13x32",
            "conv2d_1 11x11x64",
            "max_pooling2d_1 5x5x64",
            "conv2d_2 3x3x128");
  }

  /** The first map, worked by hand from the kernel. */
  @Test
  void mapsAreRectifiedCorrelationsWithTheKernels() {
    ComputationGraph network = network("convnet", Networks.MNIST);
    INDArray image = image(Networks.MNIST);
    float[][] map = FeatureMaps.of(network, image).get(0).maps()[5];
    float[][] kernel = FeatureMaps.firstKernels(network).maps()[5];
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        sum += kernel[i][j] * image.getFloat(0, 0, 7 + i, 11 + j);
      }
    }
    assertThat((double) map[7][11]).isCloseTo(Math.max(0, sum), within(1e-5));
  }

  @Test
  void branchingNetworksAndColour() {
    ImageShape colour = new ImageShape(32, 32, 3);
    ComputationGraph network = network("resnet-20", colour);
    assertThat(FeatureMaps.of(network, image(colour))).hasSize(21);
    Grid kernels = FeatureMaps.firstKernels(network);
    assertThat(kernels.maps()).hasDimensions(16 * 3, 3);
    assertThat(kernels.maps()[4][1][2])
        .isEqualTo(network.getLayer("conv2d").getParam("W").getFloat(1, 1, 1, 2));
  }

  @Test
  void aNetworkWithoutConvolutionHasNeither() {
    ComputationGraph network = network("dense", Networks.MNIST);
    assertThat(FeatureMaps.of(network, image(Networks.MNIST))).isEmpty();
    assertThatThrownBy(() -> FeatureMaps.firstKernels(network))
        .hasMessageContaining("no convolution");
  }

  @Test
  void takesOneImage() {
    INDArray two = Nd4j.zeros(DataType.FLOAT, 2, 1, 28, 28);
    assertThatThrownBy(() -> FeatureMaps.of(network("convnet", Networks.MNIST), two))
        .hasMessageContaining("[2, 1, 28, 28], expected [1, c, h, w]");
  }

  private static ComputationGraph network(String name, ImageShape shape) {
    ComputationGraph network = new ComputationGraph(Networks.configure(name, shape, 10));
    network.init();
    return network;
  }

  private static INDArray image(ImageShape shape) {
    return Nd4j.rand(DataType.FLOAT, 1, shape.channels(), shape.height(), shape.width());
  }
}
