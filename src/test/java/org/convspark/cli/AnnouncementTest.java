package org.convspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.convspark.config.Settings;
import org.convspark.config.training.AutomaticSettings;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.training.EpochResult;
import org.convspark.training.Epochs;
import org.convspark.training.TrainingConfigs;
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
  void whatWasDecidedIsNamed() {
    assertThat(
            Announcement.decided(
                AutomaticSettings.of(
                    Settings.defaults(), Map.of("workers", "8", "learning-rate", "0.004"))))
        .hasValue("As in the run that goes on: workers 8, learning-rate 0.004");
    assertThat(Announcement.decided(AutomaticSettings.of(Settings.defaults(), Map.of()))).isEmpty();
  }

  @Test
  void oneWorkerAveragesWithNobody() {
    assertThat(Announcement.of(TrainingConfigs.with("training.workers", "2")))
        .isEqualTo(
            "2 workers of one thread, minibatches of 128, averaged every 120 of them;"
                + " rmsprop, learning rate 0.003 (one-cycle)");
    assertThat(Announcement.of(TrainingConfigs.with("training.workers", "1")))
        .isEqualTo(
            "1 worker of one thread, minibatches of 128; rmsprop, learning rate 0.003 (one-cycle)");
  }

  @Test
  void classWeightsAreShownToThreeDigits() {
    DatasetInfo info =
        new DatasetInfo(
            "few",
            new ImageShape(8, 8, 3),
            4,
            Map.of(
                Split.TRAIN, List.of(1000L, 0L, 30L, 1000L), Split.TEST, List.of(1L, 1L, 1L, 1L)),
            Map.of());

    assertThat(Announcement.classWeights(TrainingConfigs.with(), info)).isEmpty();
    assertThat(
            Announcement.classWeights(
                TrainingConfigs.with("training.class-weights", "balanced"), info))
        .hasValue("Class weights: 0.677, 1, 22.6, 0.677");
    assertThat(
            Announcement.classWeights(
                TrainingConfigs.with("training.class-weights", "12345,0,1e-4,0.5"), info))
        .hasValue("Class weights: 12300, 0, 0.0001, 0.5");
  }

  @Test
  void aClassThatTrainingLacksIsNamed() {
    ImageShape shape = new ImageShape(8, 8, 3);
    Map<Split, List<Long>> counts =
        Map.of(Split.TRAIN, List.of(5L, 0L, 0L), Split.TEST, List.of(1L, 1L, 1L));
    DatasetInfo named =
        new DatasetInfo(
            "animals",
            shape,
            3,
            counts,
            Map.of(),
            List.of("cat", "dog", "emu"),
            Preprocessing.plain(Colour.RGB));

    assertThat(Announcement.lackingClasses(named))
        .hasValue("Warning: no training images of class dog, emu, which will hardly be recognised");
    assertThat(Announcement.lackingClasses(new DatasetInfo("few", shape, 3, counts, Map.of())))
        .hasValue("Warning: no training images of class 1, 2, which will hardly be recognised");
    assertThat(Announcement.lackingClasses(named.withCounts(Split.TRAIN, List.of(1L, 1L, 1L))))
        .isEmpty();
  }

  @Test
  void howImagesAreDistortedIsSaidWithItsPreset() {
    ImageShape colour = new ImageShape(32, 32, 3);
    assertThat(Announcement.distortion(TrainingConfigs.with(), colour)).isEmpty();
    assertThat(
            Announcement.distortion(
                TrainingConfigs.with("training.augment", "true", "augmentation.shift", "3"),
                colour))
        .hasValue(
            "Images distorted as photos: shift 3, rotation 10, scale 0.1, flip 0.5,"
                + " brightness 0.2, contrast 0.2, saturation 0.2, fill nearest");
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
