package org.convspark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
  /** Probabilities of 1/4 and 3/4, worked out by hand. */
  @Test
  void aWeightMultipliesTheLossAndTheGradient() {
    CrossEntropy loss = new CrossEntropy(2);
    float third = (float) Math.log(3);
    float[] logits = {0, third, 0, third, 0, third};
    // The first row of targets and weights is of an earlier slice.
    float[] targets = {1, 0, 1, 0, 0, 1, 1, 0};
    float[] weights = {7, 3, 0.5f, 0};

    loss.backward(logits, targets, weights, 1, 3);

    assertThat(loss.lossSum()).isCloseTo(3 * Math.log(4) + 0.5 * Math.log(4 / 3.0), within(1e-6));
    assertThat(loss.correct()).isEqualTo(1);
    float[] expected = {3 * (0.25f - 1), 3 * 0.75f, 0.5f * 0.25f, 0.5f * (0.75f - 1), 0, 0};
    for (int i = 0; i < expected.length; i++) {
      assertThat(logits[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @Test
  void weightsOfOneChangeNoBit() {
    float[] logits = {0.3f, -2, 5, 1e-3f, 7, 7, -0.25f, 0.1f, 12};
    float[] targets = {1, 0, 0, 0.1f, 0.8f, 0.1f, 0, 0, 1};
    CrossEntropy plain = new CrossEntropy(3);
    CrossEntropy weighted = new CrossEntropy(3);
    float[] expected = logits.clone();
    float[] ones = new float[3];
    Arrays.fill(ones, 1);

    plain.backward(expected, targets, null, 0, 3);
    weighted.backward(logits, targets, ones, 0, 3);

    assertThat(logits).isEqualTo(expected);
    assertThat(weighted.lossSum()).isEqualTo(plain.lossSum());
    assertThat(weighted.correct()).isEqualTo(plain.correct());
  }
}
