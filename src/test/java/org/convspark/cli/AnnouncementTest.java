package org.convspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convspark.data.ImageShape;
import org.convspark.training.EpochResult;
import org.convspark.training.Epochs;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

final class AnnouncementTest {
  @Test
  @DisplayName("fewer executors than the configuration says: the training says so and goes on")
  void workersBeyondTheSlotsTakeTurns() {
    assertThat(Announcement.turns(8, 2))
        .hasValue("8 workers share 2 task slots and take turns, which is slower");
    assertThat(Announcement.turns(2, 1))
        .hasValue("2 workers share 1 task slot and take turns, which is slower");
    assertThat(Announcement.turns(2, 2)).isEmpty();
    assertThat(Announcement.turns(2, 8)).isEmpty();
  }

  @Test
  void aLayerThatIsNotCompiledIsNamed() {
    GraphBuilder network =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("images")
            .setInputTypes(InputType.convolutional(8, 8, 1))
            .addLayer("normalized", new LocalResponseNormalization.Builder().build(), "images")
            .addLayer(
                "output",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "normalized")
            .setOutputs("output");

    assertThat(Announcement.uncompiled(network.build(), new ImageShape(8, 8, 1)))
        .hasValue(
            "Trained by DL4J's own layers, which is slower: layer normalized"
                + " (LocalResponseNormalization) is not compiled");
  }

  /** Of the 4 seconds of two epochs, those of the one that kept where they went. */
  @Test
  void sharesOfTheTimeAddUp() {
    EpochResult known = Epochs.whole(1, 0.5, 0.9, 0.25, 0.95);

    assertThat(Announcement.timeShares(List.of(known, Epochs.plain(2, 0.25, 0.95, 0.001))))
        .contains("Time: 75.0% compute, 12.5% broadcast, 6.3% averaging, 6.3% waiting");
    assertThat(Announcement.timeShares(List.of())).isEmpty();
  }
}
