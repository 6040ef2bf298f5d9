package org.convspark.config.training;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.convspark.config.Checks;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.config.training.AugmentationConfig.Fill;

/**
 * The augmentation that the settings ask for. What they leave open follows from a preset, and that
 * from the images.
 *
 * @param preset what the rest follows from
 * @param numbers those that were given, by their key within the group
 * @param fill what lies outside of an image; {@code null} where the preset is to say
 */
public record AugmentationSettings(Preset preset, Map<String, Double> numbers, Fill fill)
    implements Serializable {
  private static final String GROUP = "augmentation.";
  private static final String AUTO = "auto";
  private static final List<String> NUMBERS =
      List.of(
          "shift",
          "rotation",
          "scale",
          "shear",
          "elastic-alpha",
          "elastic-sigma",
          "flip",
          "brightness",
          "contrast",
          "saturation");

  /** What suits one kind of images. */
  public enum Preset {
    /** Digits for images of one channel, photos for all others. */
    AUTO,
    /** A written sign, light on black: its strokes bend, and its mirror image is another sign. */
    DIGITS,
    /** A scene that fills the image, as in CIFAR-10: it has no ground, and its light varies. */
    PHOTOS;

    private static final int SHARE_OF_SIDE = 8;

    Preset of(int channels) {
      return this != AUTO ? this : channels == 1 ? DIGITS : PHOTOS;
    }

    private AugmentationConfig config(int height, int width, int channels) {
      if (of(channels) == DIGITS) {
        return new AugmentationConfig(2, 10, 0.1, 5, 20, 4);
      }
      double shift = Math.min(height, width) / (double) SHARE_OF_SIDE;
      return new AugmentationConfig(
          Math.min(shift, AugmentationConfig.MAX),
          10,
          0.1,
          0,
          0,
          4,
          0.5,
          0.2,
          0.2,
          channels == 3 ? 0.2 : 0,
          Fill.NEAREST);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the range of each number that was given.
   *
   * @throws UsageException for a number out of its range
   */
  public AugmentationSettings {
    numbers = Map.copyOf(numbers);
    with(Preset.PHOTOS.config(1, 1, 3), numbers, fill);
  }

  /**
   * Returns the augmentation that the settings ask for, or nothing where {@code training.augment}
   * is false.
   *
   * @throws UsageException for a number out of its range, asked for or not
   */
  static Optional<AugmentationSettings> of(Settings settings) {
    Map<String, Double> numbers =
        NUMBERS.stream()
            .filter(key -> !isAuto(settings, key))
            .collect(Collectors.toMap(Function.identity(), key -> settings.number(GROUP + key)));
    AugmentationSettings asked =
        new AugmentationSettings(
            Checks.oneOf(GROUP + "preset", Preset.class, settings.string(GROUP + "preset")),
            numbers,
            isAuto(settings, "fill")
                ? null
                : Checks.oneOf(GROUP + "fill", Fill.class, settings.string(GROUP + "fill")));
    return settings.flag("training.augment") ? Optional.of(asked) : Optional.empty();
  }

  private static boolean isAuto(Settings settings, String key) {
    return settings.string(GROUP + key).equals(AUTO);
  }

  /** Returns the preset for images of that many channels, which is not {@link Preset#AUTO}. */
  public Preset preset(int channels) {
    return preset.of(channels);
  }

  /**
   * Returns how far images of one shape are distorted.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param channels at least 1
   * @throws UsageException if a saturation was given and the images don't have three channels
   */
  public AugmentationConfig forImages(int height, int width, int channels) {
    double saturation = numbers.getOrDefault("saturation", 0.0);
    if (saturation != 0 && channels != 3) {
      throw new UsageException(
          GROUP + "saturation",
          saturation,
          "0 or auto for images of " + channels + (channels == 1 ? " channel" : " channels"));
    }
    return with(preset.config(height, width, channels), numbers, fill);
  }

  /** Returns settings with what these come to for images of one shape in the place of auto. */
  Settings resolved(Settings settings, int height, int width, int channels) {
    AugmentationConfig config = forImages(height, width, channels);
    Settings resolved =
        settings
            .with(GROUP + "preset", preset(channels).toString())
            .with(GROUP + "fill", config.fill().toString());
    for (Map.Entry<String, Double> number : config.numbers().entrySet()) {
      resolved = resolved.with(GROUP + number.getKey(), Checks.text(number.getValue()));
    }
    return resolved;
  }

  private static AugmentationConfig with(
      AugmentationConfig preset, Map<String, Double> numbers, Fill fill) {
    return new AugmentationConfig(
        numbers.getOrDefault("shift", preset.shift()),
        numbers.getOrDefault("rotation", preset.rotation()),
        numbers.getOrDefault("scale", preset.scale()),
        numbers.getOrDefault("shear", preset.shear()),
        numbers.getOrDefault("elastic-alpha", preset.elasticAlpha()),
        numbers.getOrDefault("elastic-sigma", preset.elasticSigma()),
        numbers.getOrDefault("flip", preset.flip()),
        numbers.getOrDefault("brightness", preset.brightness()),
        numbers.getOrDefault("contrast", preset.contrast()),
        numbers.getOrDefault("saturation", preset.saturation()),
        fill == null ? preset.fill() : fill);
  }
}
