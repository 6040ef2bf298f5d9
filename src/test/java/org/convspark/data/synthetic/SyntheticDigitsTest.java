package org.convspark.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.convspark.data.Split;
import org.junit.jupiter.api.Test;

class SyntheticDigitsTest {
  private static final int PIXELS = SyntheticDigits.SIDE * SyntheticDigits.SIDE;

  @Test
  void drawsTheSameBytesOnEveryJvm() throws Exception {
    assertThat(digest(1, Split.TRAIN, 1_000))
        .as("changed digits change every result on synthetic data: say so in the release notes")
        .isEqualTo("122bb607a6543ceb0aa2e11be4f7fc8d31be8d5d9543b4264e34205fa76ff9d3");
  }

  @Test
  void seedsAndSplitsDiffer() throws Exception {
    assertThat(digest(1, Split.TRAIN, 20))
        .isEqualTo(digest(1, Split.TRAIN, 20))
        .isNotEqualTo(digest(2, Split.TRAIN, 20))
        .isNotEqualTo(digest(1, Split.TEST, 20));
    // Streams that only lag behind each other would repeat images under another index.
    byte[] first = SyntheticDigits.draw(1, Split.TRAIN, 0);
    for (int index = 0; index < 100; index++) {
      assertThat(SyntheticDigits.draw(1, Split.TEST, index)).isNotEqualTo(first);
      assertThat(SyntheticDigits.draw(2, Split.TRAIN, index)).isNotEqualTo(first);
      assertThat(SyntheticDigits.draw(1, Split.TRAIN, index + 1)).isNotEqualTo(first);
    }
  }

  @Test
  void labelsAreUniformAndIndependent() {
    int examples = 100_000;
    int[] counts = new int[SyntheticDigits.CLASSES];
    int repeats = 0;
    for (int index = 0; index < examples; index++) {
      int label = SyntheticDigits.label(7, Split.TRAIN, index);
      counts[label]++;
      repeats += label == SyntheticDigits.label(7, Split.TRAIN, index + 1L) ? 1 : 0;
    }
    // Five standard deviations of a binomial count: 5 * sqrt(100,000 * 0.1 * 0.9) = 474.
    for (int count : counts) {
      assertThat(count).isBetween(9_526, 10_474);
    }
    assertThat(repeats).isBetween(9_526, 10_474);
  }

  @Test
  void inkIsWhereItIsInMnist() {
    int examples = 2_000;
    double ink = 0;
    double border = 0;
    for (int index = 0; index < examples; index++) {
      byte[] image = SyntheticDigits.draw(3, Split.TRAIN, index);
      assertThat(image).hasSize(PIXELS);
      double own = 0;
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        int value = Byte.toUnsignedInt(image[pixel]);
        own += value;
        int row = pixel / SyntheticDigits.SIDE;
        int column = pixel % SyntheticDigits.SIDE;
        if (Math.min(row, column) == 0 || Math.max(row, column) == SyntheticDigits.SIDE - 1) {
          border += value;
        }
      }
      assertThat(own / PIXELS).as("mean pixel of image %d", index).isBetween(5.0, 90.0);
      ink += own;
    }
    // MNIST: 33.3 on the whole; digits are lighter here, as are their pens.
    assertThat(ink / examples / PIXELS).isBetween(25.0, 35.0);
    assertThat(border / ink).isLessThan(0.001);
  }

  @Test
  void classMeansTellDigitsApartButNotWell() {
    int train = 3_000;
    double[][] means = new double[SyntheticDigits.CLASSES][PIXELS];
    int[] counts = new int[SyntheticDigits.CLASSES];
    for (int index = 0; index < train; index++) {
      int label = SyntheticDigits.label(5, Split.TRAIN, index);
      byte[] image = SyntheticDigits.draw(5, Split.TRAIN, index);
      counts[label]++;
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        means[label][pixel] += Byte.toUnsignedInt(image[pixel]);
      }
    }
    for (int label = 0; label < SyntheticDigits.CLASSES; label++) {
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        means[label][pixel] /= counts[label];
      }
    }
    int test = 1_000;
    int correct = 0;
    for (int index = 0; index < test; index++) {
      byte[] image = SyntheticDigits.draw(5, Split.TEST, index);
      correct += nearest(means, image) == SyntheticDigits.label(5, Split.TEST, index) ? 1 : 0;
    }
    assertThat(correct / (double) test).isBetween(0.6, 0.9);
  }

  private static int nearest(double[][] means, byte[] image) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int label = 0; label < means.length; label++) {
      double distance = 0;
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        double difference = means[label][pixel] - Byte.toUnsignedInt(image[pixel]);
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        nearest = label;
      }
    }
    return nearest;
  }

  private static String digest(long seed, Split split, int examples) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    for (int index = 0; index < examples; index++) {
      sha256.update((byte) SyntheticDigits.label(seed, split, index));
      sha256.update(SyntheticDigits.draw(seed, split, index));
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
