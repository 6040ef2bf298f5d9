package org.convspark.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.convspark.LocalSpark;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.Split;
import org.convspark.data.shards.Shards;
import org.convspark.data.synthetic.SyntheticDigits;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Near-invariance of the convnet's prediction to a shift of the image, as the lecture has it. */
final class ShiftTest {
  private static final int IMAGES = 200;
  private static final int SIDE = 28;
  private static final int[][] ONE_PIXEL = {{0, 1}, {0, -1}, {1, 0}, {-1, 0}};

  @Test
  void aPixelsShiftSeldomChangesTheConvnetsPredictionAndMoreOftenTheDenseNetworks() {
    double convnet = agreement("convnet");
    double dense = agreement("dense");

    assertThat(convnet).isGreaterThan(0.9);
    assertThat(dense).isLessThan(convnet);
  }

  /** The share of shifted test images that are predicted as the unshifted. */
  private static double agreement(String network) {
    ComputationGraph trained = train(network);
    int[] unshifted = predictions(trained, 0, 0);
    int same = 0;
    for (int[] shift : ONE_PIXEL) {
      int[] shifted = predictions(trained, shift[0], shift[1]);
      for (int i = 0; i < IMAGES; i++) {
        same += shifted[i] == unshifted[i] ? 1 : 0;
      }
    }
    return same / (double) (IMAGES * ONE_PIXEL.length);
  }

  private static ComputationGraph train(String network) {
    TrainingConfig config =
        TrainingConfigs.with("training.epochs", "4", "training.batch-size", "32");
    try (Shards shards = Digits.shards(2000, config.workers())) {
      return new Trainer(LocalSpark.context(), config, true)
          .train(
              NetworkCatalog.find(network, new Configuration(false))
                  .configure(Digits.SHAPE, Digits.CLASSES, Optimization.of(config)),
              Digits.CLASSES,
              shards);
    }
  }

  private static int[] predictions(ComputationGraph network, int down, int right) {
    INDArray images = Nd4j.zeros(DataType.FLOAT, IMAGES, 1, SIDE, SIDE);
    for (int i = 0; i < IMAGES; i++) {
      byte[] image = SyntheticDigits.draw(1, Split.TEST, i);
      for (int row = Math.max(0, -down); row < SIDE - Math.max(0, down); row++) {
        for (int column = Math.max(0, -right); column < SIDE - Math.max(0, right); column++) {
          float pixel = (image[row * SIDE + column] & 0xff) / 255f;
          images.putScalar(new int[] {i, 0, row + down, column + right}, pixel);
        }
      }
    }
    return network.outputSingle(images).argMax(1).toIntVector();
  }
}
