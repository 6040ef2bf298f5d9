package org.convspark.config.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.config.training.AugmentationConfig.Fill;
import org.convspark.config.training.AugmentationSettings.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationSettingsTest {
  /** The defaults before there were presets. */
  private static final AugmentationConfig DIGITS = new AugmentationConfig(2, 10, 0.1, 5, 20, 4);

  @Test
  void isOffUnlessAskedFor() {
    assertThat(AugmentationSettings.of(Settings.defaults())).isEmpty();
    assertThat(AugmentationSettings.of(settings("training.augment=true"))).isPresent();
  }

  @Test
  void takesItsNumbersFromTheSettings() {
    AugmentationSettings given =
        asked(
            "augmentation{shift=1,rotation=2,scale=0.3,shear=4,elastic-alpha=5,elastic-sigma=6,"
                + "flip=0.7,brightness=0.8,contrast=0.9,saturation=1,fill=nearest}");
    for (Preset preset : Preset.values()) {
      assertThat(new AugmentationSettings(preset, given.numbers(), given.fill()).forImages(9, 9, 3))
          .isEqualTo(new AugmentationConfig(1, 2, 0.3, 4, 5, 6, 0.7, 0.8, 0.9, 1, Fill.NEAREST));
    }
  }

  @Test
  void thePresetFollowsFromTheChannels() {
    AugmentationSettings auto = asked("");
    assertThat(auto.forImages(28, 28, 1)).isEqualTo(DIGITS);
    assertThat(auto.preset(1)).isEqualTo(Preset.DIGITS);
    assertThat(auto.preset(3)).isEqualTo(Preset.PHOTOS);
    AugmentationConfig photos = auto.forImages(32, 48, 3);
    assertThat(photos.shift()).isEqualTo(4);
    assertThat(photos.flip()).isEqualTo(0.5);
    assertThat(photos.elasticAlpha()).isZero();
    assertThat(photos.brightness()).isPositive();
    assertThat(photos.contrast()).isPositive();
    assertThat(photos.saturation()).isPositive();
    assertThat(photos.fill()).isEqualTo(Fill.NEAREST);
  }

  @Test
  void aPresetMayBeChosenAndASettingOverridesIt() {
    assertThat(asked("augmentation.preset=digits").forImages(32, 32, 3)).isEqualTo(DIGITS);
    // There is no saturation in grey.
    assertThat(asked("augmentation.preset=photos").forImages(32, 32, 1))
        .isEqualTo(new AugmentationConfig(4, 10, 0.1, 0, 0, 4, 0.5, 0.2, 0.2, 0, Fill.NEAREST));
    assertThat(asked("augmentation.flip=0").forImages(32, 32, 3))
        .isEqualTo(new AugmentationConfig(4, 10, 0.1, 0, 0, 4, 0, 0.2, 0.2, 0.2, Fill.NEAREST));
    assertThat(asked("augmentation.fill=black").forImages(32, 32, 3).fill()).isEqualTo(Fill.BLACK);
  }

  @Test
  void imagesMayBeOfAnySize() {
    assertThat(asked("").forImages(1, 1, 3).shift()).isEqualTo(0.125);
    assertThat(asked("").forImages(20_000, 1000, 3).shift()).isEqualTo(125);
    assertThat(asked("").forImages(20_000, 20_000, 3).shift()).isEqualTo(1000);
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
    "elastic-sigma, 0.9, a number from 1 to 1000",
    "flip, 1.1, a number from 0 to 1",
    "brightness, 2, a number from 0 to 1",
    "contrast, -0.5, a number from 0 to 1",
    "saturation, 1.5, a number from 0 to 1"
  })
  void refusesNumbersOutOfRange(String key, String value, String allowed) {
    assertThatThrownBy(() -> AugmentationSettings.of(settings("augmentation." + key + "=" + value)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("augmentation." + key + ": ")
        .hasMessageEndingWith(" given, " + allowed + " expected");
  }

  @Test
  void refusesWhatIsNoNumberAndNoPreset() {
    assertThatThrownBy(() -> new AugmentationConfig(Double.NaN, 0, 0, 0, 0, 4))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> AugmentationSettings.of(settings("augmentation.shift=much")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"much\" given, a number expected");
    assertThatThrownBy(() -> AugmentationSettings.of(settings("augmentation.preset=photo")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("photo given, one of auto, digits, photos expected");
    assertThatThrownBy(() -> AugmentationSettings.of(settings("augmentation.fill=white")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("white given, one of black, nearest expected");
  }

  @Test
  void greyHasNoSaturation() {
    assertThatThrownBy(() -> asked("augmentation.saturation=0.3").forImages(28, 28, 1))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "augmentation.saturation: 0.3 given, 0 or auto for images of 1 channel expected");
    assertThat(asked("augmentation.saturation=0").forImages(28, 28, 1)).isEqualTo(DIGITS);
  }

  @Test
  void saysWhatItDoes() {
    assertThat(DIGITS)
        .hasToString(
            "shift 2, rotation 10, scale 0.1, shear 5, elastic-alpha 20, elastic-sigma 4,"
                + " fill black");
    assertThat(asked("").forImages(32, 32, 3))
        .hasToString(
            "shift 4, rotation 10, scale 0.1, flip 0.5, brightness 0.2, contrast 0.2,"
                + " saturation 0.2, fill nearest");
  }

  private static AugmentationSettings asked(String file) {
    return AugmentationSettings.of(settings("training.augment=true\n" + file)).orElseThrow();
  }

  private static Settings settings(String file) {
    return Settings.of(ConfigFactory.parseString(file), Map.of());
  }
}
