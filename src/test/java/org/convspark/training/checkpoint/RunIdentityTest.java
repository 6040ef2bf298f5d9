package org.convspark.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convspark.config.Reference;
import org.convspark.config.Settings;
import org.convspark.config.training.TrainingConfig;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.training.TrainingConfigs;
import org.junit.jupiter.api.Test;

class RunIdentityTest {
  /** As version 0.1.0 wrote it into a checkpoint. */
  private static final String FORMER =
      """
      {
      "optimizer.rho": "0.9", "averagingFrequency": "2", "optimizer.beta2": "0.999",
      "optimizer.beta1": "0.9", "network": "lenet-1", "schedule.warmUp": "0.2",
      "schedule.peak": "0.003", "dataset.channels": "1", "validationSplit": "0.1",
      "stopping.patience": "3", "schedule.start": "0.1", "schedule.stepFactor": "0.1",
      "optimizer.epsilon": "1.0E-7", "dataset.counts.test": "[4,2,2,4,2,1,0,1,0,4]",
      "stopping.maxMinutes": "0.0", "stopping.targetAccuracy": "0.0",
      "dataset.height": "28", "schedule.decay": "0.9", "dataset.width": "28",
      "batchSize": "10", "epochs": "2", "dataset.name": "\\"synthetic:120\\"",
      "regularization.l2": "0.0", "optimizer.optimizer": "\\"RMSPROP\\"",
      "augmentation": "null", "stopping.monitor": "\\"NONE\\"",
      "optimizer.weightDecay": "0.01", "dataset.classes": "10",
      "schedule.schedule": "\\"ONE_CYCLE\\"", "regularization.labelSmoothing": "0.0",
      "seed": "5", "schedule.stepEpochs": "2",
      "dataset.counts.train": "[12,14,10,10,12,18,12,11,12,9]",
      "regularization.dropout": "0.0", "optimizer.momentum": "0.9", "workers": "2"
      }
      """;

  private static final DatasetInfo INFO =
      new DatasetInfo(
          "synthetic:120",
          new ImageShape(28, 28, 1),
          10,
          Map.of(
              Split.TRAIN, List.of(12L, 14L, 10L, 10L, 12L, 18L, 12L, 11L, 12L, 9L),
              Split.TEST, List.of(4L, 2L, 2L, 4L, 2L, 1L, 0L, 1L, 0L, 4L)),
          Map.of());

  private static final TrainingConfig CONFIG = with();

  /** The settings of that run, and more. */
  private static TrainingConfig with(String... more) {
    return TrainingConfigs.with(
        Stream.concat(
                Stream.of(
                    "training.epochs", "2",
                    "training.workers", "2",
                    "training.batch-size", "10",
                    "training.averaging-frequency", "2",
                    "training.seed", "5",
                    "training.validation-split", "0.1"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void aCheckpointOfTheFirstVersionIsOfTheSameRun() throws Exception {
    Map<String, String> former =
        new ObjectMapper().readValue(FORMER, new TypeReference<Map<String, String>>() {});

    assertThat(RunIdentity.read(former)).isEqualTo(RunIdentity.of("lenet-1", CONFIG, INFO));
  }

  /** Its distorted images too, which had no colour; without class weights, which it had not. */
  @Test
  void whatEarlierVersionsHadNotIsTakenForOff() throws Exception {
    Map<String, String> former =
        new ObjectMapper()
            .readValue(
                FORMER.replace(
                    "\"augmentation\": \"null\"",
                    "\"augmentation.shift\": \"2.0\", \"augmentation.rotation\": \"10.0\","
                        + "\"augmentation.scale\": \"0.1\", \"augmentation.shear\": \"5.0\","
                        + "\"augmentation.elasticAlpha\": \"20.0\","
                        + "\"augmentation.elasticSigma\": \"4.0\""),
                new TypeReference<Map<String, String>>() {});
    String[] augmented = {"training.augment", "true"};

    assertThat(RunIdentity.read(former))
        .isEqualTo(RunIdentity.of("lenet-1", with(augmented), INFO));
    assertThat(RunIdentity.read(former))
        .containsEntry("class-weights", "none")
        .containsEntry("flip", "0.0")
        .isNotEqualTo(
            RunIdentity.of(
                "lenet-1", with("training.augment", "true", "augmentation.flip", "0.5"), INFO));
  }

  @Test
  void classWeightsArePartOfIt() {
    assertThat(RunIdentity.of("lenet-1", with("training.class-weights", "balanced"), INFO))
        .containsEntry("class-weights", "balanced");
    assertThat(RunIdentity.of("lenet-1", with("training.class-weights", "1,2.50"), INFO))
        .containsEntry("class-weights", "1.0,2.5");
    assertThat(RunIdentity.of("lenet-1", CONFIG, INFO)).containsEntry("class-weights", "none");
  }

  @Test
  void aPresetIsWhatItComesTo() {
    assertThat(RunIdentity.of("lenet-1", with("training.augment", "true"), INFO))
        .isEqualTo(
            RunIdentity.of(
                "lenet-1", with("training.augment", "true", "augmentation.preset", "digits"), INFO))
        .isNotEqualTo(
            RunIdentity.of(
                "lenet-1",
                with("training.augment", "true", "augmentation.preset", "photos"),
                INFO));
  }

  @Test
  void whatIsWrittenIsReadAsItIs() {
    Map<String, String> identity = RunIdentity.of("lenet-1", CONFIG, INFO);

    assertThat(RunIdentity.read(identity)).isEqualTo(identity);
  }

  @Test
  void settingsAreNamedAsTheirOptions() {
    TrainingConfig augmented =
        TrainingConfigs.with("training.augment", "true", "augmentation.elastic-sigma", "5");
    Map<String, String> identity = RunIdentity.of("lenet-1", augmented, INFO);

    List<String> options = Settings.keys().stream().map(Reference::option).toList();
    assertThat(identity.keySet())
        .filteredOn(name -> !name.startsWith("dataset."))
        .allSatisfy(name -> assertThat(options).contains("--" + name));
    assertThat(identity)
        .containsEntry("network", "lenet-1")
        .containsEntry("augment", "true")
        .containsEntry("elastic-sigma", "5.0")
        .containsEntry("learning-rate", "0.003")
        .containsEntry("optimizer", "rmsprop")
        .containsEntry("schedule", "one-cycle")
        .containsEntry("monitor", "none")
        .containsEntry("dataset.name", "\"synthetic:120\"");
    assertThat(RunIdentity.of("lenet-1", CONFIG, INFO))
        .containsEntry("augment", "false")
        .doesNotContainKey("elastic-sigma");
  }
}
