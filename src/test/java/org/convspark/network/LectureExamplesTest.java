package org.convspark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The lecture's examples, worked by the layers that the networks are made of. */
@Tag("numerical")
class LectureExamplesTest {

  /** A step up is found where it is: cross-correlation, the kernel is not flipped. */
  @Test
  void differencesOfNeighbours() {
    assertThat(correlate1d(new float[] {0, 0, 0, 0, 1, 2, 3, 4, 4, 4, 4}, -1, 1))
        .containsExactly(0, 0, 0, 1, 1, 1, 1, 0, 0, 0);
  }

  /** The kernel answers twice as loudly where the signal has its own shape. */
  @Test
  void aKernelIsAPatternDetector() {
    float[] signal = {0, 0, 3, 0, 0, 0, 0, 0, 3, 0, 3, 0, 0, 0};
    assertThat(correlate1d(signal, 1, 0, 1)).containsExactly(3, 0, 3, 0, 0, 0, 3, 0, 6, 0, 3, 0);
  }

  /** 0 to 15 under 0 to 8. The products add up to 402 in the lower left. */
  @Test
  void fourByFourUnderThreeByThree() {
    assertThat(values(convolve(count(4), count(3), 1, ConvolutionMode.Truncate)))
        .containsExactly(258, 294, 402, 438);
  }

  @Test
  void maximumOfTwoByTwo() {
    SubsamplingLayer pooling =
        new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build();
    assertThat(values(run(pooling, count(4)))).containsExactly(5, 7, 13, 15);
  }

  /** A 5x5 map has nine places for a 3x3 window; padded by one, 25: as many as it has pixels. */
  @Test
  void paddingKeepsTheSize() {
    INDArray ones = Nd4j.ones(DataType.FLOAT, 3, 3);
    INDArray map = Nd4j.ones(DataType.FLOAT, 5, 5);
    assertThat(convolve(map, ones, 1, ConvolutionMode.Truncate).shape())
        .containsExactly(1, 1, 3, 3);
    INDArray same = convolve(map, ones, 1, ConvolutionMode.Same);
    assertThat(same.shape()).containsExactly(1, 1, 5, 5);
    // How much of each window lies inside.
    assertThat(values(same))
        .containsExactly(4, 6, 6, 6, 4, 6, 9, 9, 9, 6, 6, 9, 9, 9, 6, 6, 9, 9, 9, 6, 4, 6, 6, 6, 4);
  }

  /** Stride 2 keeps every other of the windows of stride 1. */
  @Test
  void strideTwoLeavesOutEveryOtherWindow() {
    INDArray one = convolve(count(5), count(3), 1, ConvolutionMode.Truncate);
    INDArray two = convolve(count(5), count(3), 2, ConvolutionMode.Truncate);
    assertThat(two.shape()).containsExactly(1, 1, 2, 2);
    int[] windows = values(one);
    assertThat(values(two)).containsExactly(windows[0], windows[2], windows[6], windows[8]);
  }

  /** O = floor((I - F + 2P) / S) + 1, against what comes out. */
  @ParameterizedTest
  @CsvSource({"1", "2", "3", "5", "7"})
  void outputSize(int kernel) {
    for (int input = 1; input <= 12; input++) {
      for (int padding = 0; padding < Math.min(kernel, 3); padding++) {
        for (int stride = 1; stride <= 3; stride++) {
          Layer layer =
              new ConvolutionLayer.Builder(kernel, kernel)
                  .nIn(1)
                  .nOut(1)
                  .stride(stride, stride)
                  .padding(padding, padding)
                  .build();
          INDArray image = count(input);
          int room = input - kernel + 2 * padding;
          if (room < 0) {
            assertThatThrownBy(() -> run(layer, image)).isInstanceOf(RuntimeException.class);
          } else {
            long expected = room / stride + 1;
            assertThat(run(layer, image).shape()).containsExactly(1, 1, expected, expected);
          }
        }
      }
    }
  }

  /**
   * A shifted image gives the shifted map: a convolution sees a pattern wherever it is. Of whole
   * numbers, whose sums are exact in any order: one kernel may add up the edge of an array
   * otherwise than its middle.
   */
  @Test
  void convolutionMovesWithTheImage() {
    INDArray kernel = count(3);
    INDArray pattern = count(4);
    INDArray map = convolve(placed(pattern, 3, 3), kernel, 1, ConvolutionMode.Truncate);
    for (int down = -2; down <= 2; down++) {
      for (int right = -2; right <= 2; right++) {
        INDArray moved =
            convolve(placed(pattern, 3 + down, 3 + right), kernel, 1, ConvolutionMode.Truncate);
        for (int row = 2; row < 6; row++) {
          for (int column = 2; column < 6; column++) {
            assertThat(moved.getFloat(0, 0, row + down, column + right))
                .isEqualTo(map.getFloat(0, 0, row, column));
          }
        }
      }
    }
  }

  /** {@code pattern} in a field of 12x12 zeros. */
  private static INDArray placed(INDArray pattern, int row, int column) {
    INDArray image = Nd4j.zeros(DataType.FLOAT, 12, 12);
    for (int i = 0; i < pattern.rows(); i++) {
      for (int j = 0; j < pattern.columns(); j++) {
        image.putScalar(row + i, column + j, pattern.getFloat(i, j));
      }
    }
    return image;
  }

  /** 0, 1, 2 and so on, row by row. */
  private static INDArray count(int side) {
    return Nd4j.arange(side * side).castTo(DataType.FLOAT).reshape(side, side);
  }

  private static int[] correlate1d(float[] signal, float... kernel) {
    INDArray image = Nd4j.create(signal, new long[] {1, signal.length}, 'c');
    INDArray window = Nd4j.create(kernel, new long[] {1, kernel.length}, 'c');
    return values(convolve(image, window, 1, ConvolutionMode.Truncate));
  }

  /** One image and one kernel, no bias, no activation. */
  private static INDArray convolve(
      INDArray image, INDArray kernel, int stride, ConvolutionMode mode) {
    ComputationGraph graph =
        graph(
            new ConvolutionLayer.Builder(kernel.rows(), kernel.columns())
                .nIn(1)
                .nOut(1)
                .stride(stride, stride)
                .convolutionMode(mode)
                .build(),
            image);
    graph
        .getLayer("layer")
        .setParam("W", kernel.reshape('c', 1, 1, kernel.rows(), kernel.columns()));
    return graph.outputSingle(batch(image));
  }

  private static INDArray run(Layer layer, INDArray image) {
    return graph(layer, image).outputSingle(batch(image));
  }

  private static ComputationGraph graph(Layer layer, INDArray image) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .activation(Activation.IDENTITY)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(image.rows(), image.columns(), 1))
                .addLayer("layer", layer, "image")
                .setOutputs("layer")
                .build());
    graph.init();
    return graph;
  }

  private static INDArray batch(INDArray image) {
    return image.reshape('c', 1, 1, image.rows(), image.columns());
  }

  private static int[] values(INDArray array) {
    float[] values = array.dup('c').data().asFloat();
    return IntStream.range(0, values.length).map(i -> Math.round(values[i])).toArray();
  }
}
