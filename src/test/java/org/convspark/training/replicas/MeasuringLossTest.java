package org.convspark.training.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

@Tag("numerical")
class MeasuringLossTest {
  /** Probabilities of 1/4 and 3/4, worked out by hand. */
  @Test
  void aWeightMultipliesTheLossAndTheGradient() {
    MeasuringLoss loss = new MeasuringLoss(new LossMCXENT());
    float third = (float) Math.log(3);
    INDArray logits = Nd4j.createFromArray(new float[][] {{0, third}, {0, third}, {0, third}});
    INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {1, 0}});
    loss.begin(Nd4j.createFromArray(new float[][] {{3}, {0.5f}, {0}}));

    INDArray gradient = loss.computeGradient(labels, logits, new ActivationSoftmax(), null);

    float[] expected = {3 * (0.25f - 1), 3 * 0.75f, 0.5f * 0.25f, 0.5f * (0.75f - 1), 0, 0};
    for (int i = 0; i < expected.length; i++) {
      assertThat(gradient.getFloat(i / 2, i % 2)).isCloseTo(expected[i], within(1e-5f));
    }
    assertThat(loss.lastSum()).isCloseTo(3 * Math.log(4) + 0.5 * Math.log(4 / 3.0), within(1e-5));
    assertThat(loss.correct()).isEqualTo(1);

    // The next minibatch has none.
    loss.begin(null);
    logits = Nd4j.createFromArray(new float[][] {{0, third}});
    gradient =
        loss.computeGradient(
            Nd4j.createFromArray(new float[][] {{0, 1}}), logits, new ActivationSoftmax(), null);
    assertThat(gradient.getFloat(0, 0)).isCloseTo(0.25f, within(1e-5f));
    assertThat(loss.lastSum()).isCloseTo(Math.log(4 / 3.0), within(1e-5));
  }
}
