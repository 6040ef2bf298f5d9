package org.convspark.config.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.convspark.config.Settings;
import org.junit.jupiter.api.Test;

final class AutomaticSettingsTest {
  private static final Map<String, String> EARLIER =
      Map.of(
          "workers", "8",
          "batch-size", "96",
          "averaging-frequency", "60",
          "learning-rate", "0.004",
          "epochs", "7");

  @Test
  void whatWasDecidedStaysOnAnotherNumberOfSlots() {
    AutomaticSettings resumed = AutomaticSettings.of(Settings.defaults(), EARLIER);
    TrainingConfig config = TrainingConfig.of(resumed.settings(), () -> 2);

    assertThat(config.workers()).isEqualTo(8);
    assertThat(config.batchSize()).isEqualTo(96);
    assertThat(config.averagingFrequency()).isEqualTo(60);
    assertThat(config.schedule().peak()).isEqualTo(0.004);
    assertThat(config.epochs()).isEqualTo(5);
    assertThat(resumed.decided())
        .containsOnlyKeys("workers", "batch-size", "averaging-frequency", "learning-rate");
  }

  @Test
  void whatIsGivenIsNotTakenOver() {
    Settings asked =
        Settings.of(
            ConfigFactory.parseString("training.workers = 3"), Map.of("training.batch-size", "64"));
    AutomaticSettings resumed = AutomaticSettings.of(asked, EARLIER);

    assertThat(resumed.settings().integer("training.workers")).isEqualTo(3);
    assertThat(resumed.settings().integer("training.batch-size")).isEqualTo(64);
    assertThat(resumed.decided()).containsOnlyKeys("averaging-frequency", "learning-rate");
    assertThat(asked.isGiven("training.workers")).isTrue();
    assertThat(asked.isGiven("training.batch-size")).isTrue();
    assertThat(asked.isGiven("training.epochs")).isFalse();
  }

  /** Of a file that somebody edited. */
  @Test
  void whatIsNoNumberIsNotTakenOver() {
    assertThat(
            AutomaticSettings.of(
                    Settings.defaults(),
                    Map.of("workers", "-3", "batch-size", "", "learning-rate", "NaN"))
                .decided())
        .isEmpty();
  }
}
