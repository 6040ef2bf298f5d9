package org.convspark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path directory;

  private static Config file(String text) {
    return ConfigFactory.parseString(
        text, ConfigParseOptions.defaults().setOriginDescription("my.conf"));
  }

  @Test
  void optionsWinOverTheFileAndTheFileOverTheDefaults() {
    Settings settings =
        Settings.of(file("training { epochs = 7, seed = 3 }"), Map.of("training.epochs", "9"));
    assertThat(settings.integer("training.epochs")).isEqualTo(9);
    assertThat(settings.longInteger("training.seed")).isEqualTo(3);
    assertThat(settings.string("network"))
        .isEqualTo(Settings.defaults().string("network"))
        .isEqualTo("convnet");
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndTheNearestKnown() {
    assertThatThrownBy(() -> Settings.of(file("network = dense\ntraining.epoch = 3"), Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage("my.conf: 2: unknown setting training.epoch; did you mean training.epochs?");
    assertThatThrownBy(() -> Settings.of(ConfigFactory.empty(), Map.of("acel.enabled", "x")))
        .isInstanceOf(UsageException.class)
        .hasMessage("command line: unknown setting acel.enabled; did you mean accel.enabled?");
  }

  @Test
  void aGroupThatIsNoGroupIsRefused() {
    assertThatThrownBy(() -> Settings.of(file("trainig { epochs = 3 }"), Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("trainig");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conf/convspark.conf", "conf/best.conf"})
  void theExamplesInConfAreValid(String example) {
    Settings settings = Settings.of(SettingsFile.read(example, new Configuration(false)), Map.of());

    assertThat(TrainingConfig.of(settings, () -> 2).epochs()).isPositive();
    assertThat(settings.config()).isNotEqualTo(Settings.defaults().config());
  }

  @Test
  void settingsAreShownByGroup() {
    assertThat(
            Settings.of(file("network = dense"), Map.of())
                .render(List.of("network", "training.epochs", "training.seed")))
        .containsExactly("network = \"dense\"", "training { epochs = 5, seed = 1 }");
  }

  @ParameterizedTest
  @CsvSource({
    "training.epochs, 0, '--epochs: 0 given, 1 or more expected'",
    "training.epochs, x, '--epochs (command line): \"x\" given, a whole number expected'",
    "training.workers, 0, '--workers: 0 given, 1 or more expected'",
    "training.batch-size, -1, '--batch-size: -1 given, 1 or more expected'",
    "training.averaging-frequency, 0, '--averaging-frequency: 0 given, 1 or more expected'",
    "training.validation-split, 1, '--validation-split: 1 given, 0 to below 1 expected'",
    "optimizer.learning-rate, 0, '--learning-rate: 0 given, a number over 0 expected'",
    "optimizer.optimizer, lion,"
        + " '--optimizer: lion given, one of sgd, momentum, nesterov, rmsprop, adam, adamw expected'",
    "schedule.schedule, sine,"
        + " '--schedule: sine given, one of constant, step, exponential, cosine, one-cycle expected'",
    "stopping.patience, 0, '--patience: 0 given, 1 or more expected'",
  })
  void aValueOutOfRangeIsNamedWithWhatIsAllowed(String key, String value, String message) {
    assertThatThrownBy(
            () ->
                TrainingConfig.of(Settings.of(ConfigFactory.empty(), Map.of(key, value)), () -> 2))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void watchingValidationNeedsValidationExamples() {
    Settings settings = Settings.of(ConfigFactory.empty(), Map.of("stopping.monitor", "val_loss"));
    assertThatThrownBy(() -> TrainingConfig.of(settings, () -> 2))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--validation-split");
  }

  @Test
  void whatIsLeftToUsFollowsFromTheWorkers() {
    TrainingConfig eight =
        TrainingConfig.of(
            Settings.of(ConfigFactory.empty(), Map.of("training.workers", "8")), () -> 2);
    TrainingConfig slots = TrainingConfig.of(Settings.defaults(), () -> 2);
    assertThat(slots.workers()).isEqualTo(2);
    assertThat(eight.batchSize()).isLessThan(slots.batchSize());
    TrainingConfig given =
        TrainingConfig.of(
            Settings.of(
                ConfigFactory.empty(),
                Map.of("training.workers", "8", "training.batch-size", "100")),
            () -> 2);
    assertThat(given.batchSize()).isEqualTo(100);
  }

  @Test
  void aFileCanNotIncludeAnother() throws Exception {
    Path file = directory.resolve("a.conf");
    Files.writeString(file, "include \"/etc/passwd\"");
    assertThatThrownBy(() -> SettingsFile.read(file.toString(), new Configuration()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("include /etc/passwd");
  }

  @Test
  void aDamagedFileIsNamedWithTheLine() throws Exception {
    Path file = directory.resolve("a.conf");
    Files.writeString(file, "network = dense\ntraining { epochs = ");
    assertThatThrownBy(() -> SettingsFile.read(file.toString(), new Configuration()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("2");
    assertThatThrownBy(() -> SettingsFile.read(directory + "/none.conf", new Configuration()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void everySettingHasAMeaning() {
    for (String key : Settings.keys()) {
      assertThat(Reference.comment(key)).as(key).isNotBlank();
    }
  }

  @Test
  void noTwoSettingsShareAnOption() {
    assertThat(Settings.keys().stream().map(Reference::option)).doesNotHaveDuplicates();
  }
}
