package org.convspark.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.convspark.data.SplitMix64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The field has the moments of the paper's: uniform noise under a Gaussian, times alpha. */
class ElasticFieldTest {
  private static final int SIDE = 28;
  private static final int FIELDS = 3000;

  @ParameterizedTest
  @CsvSource({"34, 4", "20, 4", "8, 1", "36, 6", "500, 100"})
  void hasTheStrengthAndSmoothnessOfThePaper(double alpha, double sigma) {
    ElasticField field = new ElasticField(SIDE, SIDE, alpha, sigma);
    SplitMix64 random = new SplitMix64(11);
    int apart = (int) Math.min(SIDE / 2, sigma);
    double[] squares = new double[2];
    double sum = 0;
    double across = 0;
    double together = 0;
    for (int f = 0; f < FIELDS; f++) {
      field.draw(random);
      float[] x = new float[SIDE];
      float[] y = new float[SIDE];
      field.addTo(f % SIDE, x, y);
      int i = f % (SIDE - apart);
      squares[0] += x[i] * x[i];
      squares[1] += y[i] * y[i];
      sum += x[i];
      across += x[i] * y[i];
      together += x[i] * x[i + apart];
    }
    double deviation = alpha * Math.sqrt(1.0 / 3) / (2 * Math.sqrt(Math.PI) * sigma);
    assertThat(Math.sqrt(squares[0] / FIELDS)).isCloseTo(deviation, within(0.05 * deviation));
    assertThat(Math.sqrt(squares[1] / FIELDS)).isCloseTo(deviation, within(0.05 * deviation));
    assertThat(sum / FIELDS).isCloseTo(0, within(0.1 * deviation));
    assertThat(across / squares[0]).isCloseTo(0, within(0.1));
    // White noise under a Gaussian: its autocorrelation is a Gaussian of variance 2 sigma^2.
    double expected = Math.exp(-apart * apart / (4 * sigma * sigma));
    assertThat(together / squares[0]).isCloseTo(expected, within(0.05));
  }
}
