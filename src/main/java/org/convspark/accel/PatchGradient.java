package org.convspark.accel;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The weight gradient of a network's first convolution, as one matrix product of image patches and
 * output gradients. oneDNN's operation would also compute a gradient for the images, which takes
 * longer than all the rest of the layer and is thrown away.
 */
final class PatchGradient {
  private INDArray columns = Nd4j.empty(DataType.FLOAT);
  private INDArray product;
  private INDArray padded = Nd4j.empty(DataType.FLOAT);

  /** Whether the layer is one that this computes: stride 1, one channel. */
  static boolean serves(ConvolutionLayer layer) {
    return layer.getNIn() == 1
        && Arrays.stream(layer.getStride()).allMatch(s -> s == 1)
        && Arrays.stream(layer.getDilation()).allMatch(d -> d == 1);
  }

  /**
   * @param layer one that it {@link #serves}
   * @param images {@code [n, height, width, 1]}
   * @param delta gradient of the output, {@code [n, out height, out width, maps]}, contiguous
   * @param weights receives the gradient, {@code [maps, 1, kernel height, kernel width]}
   * @param bias receives the gradient, {@code [1, maps]}; {@code null} where there is none
   */
  void compute(
      ConvolutionLayer layer, INDArray images, INDArray delta, INDArray weights, INDArray bias) {
    int[] kernel = layer.getKernelSize();
    long patches = delta.size(0) * delta.size(1) * delta.size(2);
    long maps = delta.size(3);
    int taps = kernel[0] * kernel[1];
    allocate(taps, patches, maps);
    INDArray flat = delta.reshape('c', patches, maps);
    INDArray pixels =
        pad(
            images.reshape('c', images.size(0), images.size(1), images.size(2)),
            delta.size(1) + kernel[0] - 1,
            delta.size(2) + kernel[1] - 1,
            padding(layer));
    for (int tap = 0; tap < taps; tap++) {
      columns
          .getRow(tap)
          .reshape('c', delta.size(0), delta.size(1), delta.size(2))
          .assign(shifted(pixels, delta, tap / kernel[1], tap % kernel[1]));
    }
    Nd4j.gemm(flat, columns, product, true, true, 1.0, 0.0);
    weights.reshape('c', maps, taps).assign(product);
    if (bias != null) {
      Nd4j.exec(
          DynamicCustomOp.builder("reduce_sum")
              .addInputs(flat)
              .addOutputs(bias.reshape(maps))
              .addIntegerArguments(0)
              .build());
    }
  }

  /** The arrays of the last minibatch serve the next of the same size. */
  private void allocate(long taps, long patches, long maps) {
    if (columns.isEmpty() || columns.size(1) != patches) {
      columns = Nd4j.createUninitializedDetached(DataType.FLOAT, taps, patches);
      product = Nd4j.createUninitializedDetached(DataType.FLOAT, 'f', maps, taps);
    }
  }

  /** The images' pixels that one weight meets, {@code [n, out height, out width]}. */
  private static INDArray shifted(INDArray images, INDArray delta, int row, int column) {
    return images.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(row, row + delta.size(1)),
        NDArrayIndex.interval(column, column + delta.size(2)));
  }

  /** Above and to the left; 'same' puts an odd row or column below and to the right. */
  private static int[] padding(ConvolutionLayer layer) {
    return layer.getConvolutionMode() == ConvolutionMode.Same
        ? Arrays.stream(layer.getKernelSize()).map(k -> (k - 1) / 2).toArray()
        : layer.getPadding();
  }

  /** The images amid zeros, which stay from the last minibatch of the same size. */
  private INDArray pad(INDArray images, long height, long width, int[] padding) {
    if (images.size(1) == height && images.size(2) == width) {
      return images;
    }
    if (padded.isEmpty() || padded.size(0) != images.size(0)) {
      padded =
          Nd4j.createUninitializedDetached(DataType.FLOAT, images.size(0), height, width).assign(0);
    }
    padded
        .get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(padding[0], padding[0] + images.size(1)),
            NDArrayIndex.interval(padding[1], padding[1] + images.size(2)))
        .assign(images);
    return padded;
  }
}
