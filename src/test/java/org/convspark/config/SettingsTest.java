package org.convspark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.training.TrainingConfig;
import org.convspark.job.Job;
import org.convspark.job.Jobs;
import org.convspark.storage.text.SettingsFile;
import org.convspark.training.CapturedLog;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs | did you mean training.epochs or checkpoint.epochs?",
        "cluster.xyz | cluster has executor-timeout; src/main/resources/reference.conf has all",
        "foo.bar | src/main/resources/reference.conf has all settings"
      })
  void anUnknownKeyThatNoneIsNearToIsAnsweredWithWhatThereIs(String key, String answer) {
    assertThatThrownBy(() -> Settings.of(ConfigFactory.empty(), Map.of(key, "1")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("command line: unknown setting " + key + "; " + answer);
  }

  @Test
  void keysMayHaveTheNamespace() {
    Settings settings =
        Settings.of(
            file("convspark { network = dense, training { seed = 3, epochs = 7 } }"),
            Map.of("convspark.training.seed", "4"));
    assertThat(settings.string("network")).isEqualTo("dense");
    assertThat(settings.integer("training.epochs")).isEqualTo(7);
    assertThat(settings.longInteger("training.seed")).isEqualTo(4);
    assertThat(settings.config().root().keySet())
        .isEqualTo(Settings.defaults().config().root().keySet());
    assertThat(settings.config().getValue("training.seed").unwrapped()).isEqualTo(4L);
    assertThatThrownBy(() -> Settings.of(file("\nconvspark.training.epoch = 3"), Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage("my.conf: 2: unknown setting training.epoch; did you mean training.epochs?");
  }

  @Test
  void aKeyAsItStandsInReferenceConfWinsOverItsOtherSpellings() {
    assertThat(
            Settings.of(
                    file("convspark.training.seed = 3, training.seed = 4"),
                    Map.of("optimizer.optimizer", "adam", "optimizer.name", "sgd"))
                .render())
        .containsExactly("training { seed = 4 }", "optimizer { name = \"sgd\" }");
  }

  @ParameterizedTest
  @CsvSource({
    "optimizer.optimizer, optimizer.name, --optimizer, adam",
    "schedule.schedule, schedule.name, --schedule, step",
    "checkpoint.checkpoint-epochs, checkpoint.epochs, --checkpoint-epochs, 3",
    "checkpoint.checkpoint-minutes, checkpoint.minutes, --checkpoint-minutes, 3",
    "checkpoint.keep-checkpoints, checkpoint.keep, --keep-checkpoints, 3",
  })
  void aFormerKeyIsUnderstoodAndTheNewOneSaid(
      String former, String key, String option, String value) {
    assertThat(Reference.option(key)).isEqualTo(option);
    try (CapturedLog log = new CapturedLog(GivenSettings.class)) {
      Settings byFile = Settings.of(file("convspark {\n" + former + " = " + value + "}"), Map.of());
      Settings byOption = Settings.of(ConfigFactory.empty(), Map.of(former, value));

      assertThat(byFile.string(key)).isEqualTo(byOption.string(key)).isEqualTo(value);
      assertThat(byFile.config().hasPath(former)).isFalse();
      assertThat(log.messages())
          .containsExactly(
              "WARN my.conf: 2: convspark." + former + " is now called " + key,
              "WARN command line: " + former + " is now called " + key);
    }
  }

  @Test
  void theReferenceConfOfAnotherJarIsNotOurs() throws Exception {
    Files.writeString(
        directory.resolve("reference.conf"),
        "training.seed = 99\nother.key = 1\nother.path = ${not.there}");
    URL[] jar = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(jar, Reference.class.getClassLoader())) {
      assertThat(Collections.list(loader.getResources("reference.conf"))).hasSizeGreaterThan(1);
      assertThat(Reference.read(loader)).isEqualTo(Reference.CONFIG);
    }
  }

  @Test
  void aKeyInQuotesIsNotSilentlyPassedOver() {
    assertThatThrownBy(() -> Settings.of(file("\"training.epochs\" = 3"), Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("did you mean training.epochs?");
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
  void whatDiffersFromTheDefaultsIsShownByGroup() {
    assertThat(
            Settings.of(
                    file(
                        "network = dense, training { epochs = 5, workers = auto, resume = false }"),
                    Map.of("limit", "60", "training.workers", "2", "optimizer.rho", "0.5"))
                .render())
        .containsExactly(
            "network = \"dense\", limit = 60",
            "training { workers = 2 }",
            "optimizer { rho = 0.5 }");
    assertThat(Settings.of(file("training.epochs = 5.0"), Map.of()).render()).isEmpty();
  }

  @Test
  void whatIsResolvedLeavesNothingToBeDecidedAndTrainsTheSame() {
    Settings settings = Settings.of(file("training.augment = true"), Map.of());
    TrainingConfig config = TrainingConfig.of(settings, () -> 8);

    Settings resolved = config.resolved(settings, 32, 32, 3);

    TrainingConfig again = TrainingConfig.of(resolved, () -> 0);
    assertThat(again.augmentationOf(32, 32, 3)).isEqualTo(config.augmentationOf(32, 32, 3));
    assertThat(again).usingRecursiveComparison().ignoringFields("augmentation").isEqualTo(config);
    assertThat(resolved.changed())
        .containsEntry("training.workers", 8L)
        .containsEntry("training.batch-size", 32L)
        .containsEntry("training.averaging-frequency", 12L)
        .containsEntry("optimizer.learning-rate", 0.004)
        .containsEntry("augmentation.preset", "photos")
        .containsEntry("augmentation.fill", "nearest")
        .containsEntry("augmentation.shift", 4L)
        .doesNotContainValue("auto");
    assertThat(config.resolved(settings).changed()).doesNotContainKey("augmentation.preset");
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
    "optimizer.name, lion,"
        + " '--optimizer: lion given, one of sgd, momentum, nesterov, rmsprop, adam, adamw expected'",
    "schedule.name, sine,"
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
    TrainingConfig config = TrainingConfig.of(settings, () -> 2);
    assertThatThrownBy(() -> config.stopping().requireNoValidation())
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
  void aFileSeesItselfAndNotTheEnvironment() throws Exception {
    Path file = directory.resolve("a.conf");
    Files.writeString(file, "training { epochs = 3, seed = ${training.epochs} }");
    Config read = SettingsFile.read(file.toString(), new Configuration());
    assertThat(Settings.of(read, Map.of()).longInteger("training.seed")).isEqualTo(3);
    Files.writeString(file, "network = ${PATH}");
    assertThatThrownBy(() -> SettingsFile.read(file.toString(), new Configuration()))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(file + ": 1", "${PATH}");
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
      assertThat(Reference.comment(key)).as(key).isNotBlank().doesNotContain("@");
    }
  }

  @Test
  void noTwoSettingsOfACommandShareAnOption() {
    for (Job job : Jobs.ALL) {
      assertThat(job.settings().stream().map(Reference::option))
          .as(job.name())
          .doesNotHaveDuplicates();
    }
  }
}
