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

  @Test
  void hiddenDenseLayersAreOneMapEach() {
    for (String name : new String[] {"dense", "lenet-5"}) {
      ComputationGraph network = network(name, Networks.MNIST);
      INDArray image = image(Networks.MNIST);
      List<Grid> layers = FeatureMaps.layers(network, image);
      Grid last = layers.get(layers.size() - 1);
      int columns = last.width();

      assertThat(last.maps()).hasNumberOfRows(1);
      assertThat(last.height() + "x" + columns).isEqualTo(name.equals("dense") ? "16x32" : "7x12");
      INDArray units = network.feedForward(image, false).get(last.layer());
      for (int unit = 0; unit < units.size(1); unit++) {
        assertThat((double) last.maps()[0][unit / columns][unit % columns])
            .isCloseTo(units.getFloat(0, unit), within(1e-5));
      }
    }
  }

  @Test
  void theProbabilitiesAreTheNetworksOutput() {
    ComputationGraph network = network("convnet", Networks.MNIST);
    INDArray image = image(Networks.MNIST);
    Grid output = FeatureMaps.probabilities(network, image);
    INDArray expected = network.outputSingle(image);

    assertThat(output.maps()).hasDimensions(1, 1);
    assertThat(output.width()).isEqualTo(10);
    for (int k = 0; k < 10; k++) {
      assertThat((double) output.maps()[0][0][k]).isCloseTo(expected.getFloat(0, k), within(1e-5));
    }
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
