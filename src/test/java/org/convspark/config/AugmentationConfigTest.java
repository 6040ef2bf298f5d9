package org.convspark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationConfigTest {
  @Test
  void isOffUnlessAskedFor() {
    assertThat(AugmentationConfig.of(Settings.defaults())).isEmpty();
    assertThat(AugmentationConfig.of(settings("training.augment", "true"))).isPresent();
  }

  @Test
  void takesItsNumbersFromTheSettings() {
    Settings settings =
        Settings.of(
            ConfigFactory.parseString(
                "training.augment=true, augmentation{shift=1,rotation=2,scale=0.3,shear=4,"
                    + "elastic-alpha=5,elastic-sigma=6}"),
            Map.of());
    assertThat(AugmentationConfig.of(settings))
        .contains(new AugmentationConfig(1, 2, 0.3, 4, 5, 6));
  }

  @ParameterizedTest
  @CsvSource({
    "shift, -1, a number from 0 to 1000",
    "shift, 1001, a number from 0 to 1000",
    "rotation, 181, a number from 0 to 180",
    "scale, 1, a number from 0 to under 1",
    "scale, -0.1, a number from 0 to under 1",
    "shear, 61, a number from 0 to 60",
    "elastic-alpha, 1e9, a number from 0 to 1000",
    "elastic-sigma, 0.9, a number from 1 to 1000"
  })
  void refusesNumbersOutOfRange(String key, String value, String allowed) {
    assertThatThrownBy(() -> AugmentationConfig.of(settings("augmentation." + key, value)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("augmentation." + key + ": ")
        .hasMessageEndingWith(" given, " + allowed + " expected");
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> new AugmentationConfig(Double.NaN, 0, 0, 0, 0, 4))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("NaN");
  }

  private static Settings settings(String key, String value) {
    return Settings.of(ConfigFactory.empty(), Map.of(key, value));
  }
}
