package org.convspark.config;

import java.io.Serializable;
import java.util.Optional;

/**
 * How far training images are distorted, each anew in every epoch. Each number is the furthest that
 * is drawn, in both directions and with equal probability in between; 0 leaves that kind out.
 *
 * @param shift pixels along each axis, 0 to {@value #MAX}
 * @param rotation degrees around the middle, 0 to 180
 * @param scale fraction by which width and height, each for itself, grow or shrink, 0 to under 1
 * @param shear degrees by which upright lines slant, 0 to 60
 * @param elasticAlpha the strength of elastic distortion, 0 to {@value #MAX}: the alpha of Simard,
 *     Steinkraus and Platt in pixels. A pixel's displacement has the standard deviation {@code
 *     0.163 * alpha / sigma} along each axis
 * @param elasticSigma the smoothness of elastic distortion, 1 to {@value #MAX}: the standard
 *     deviation of its Gaussian in pixels
 */
public record AugmentationConfig(
    double shift,
    double rotation,
    double scale,
    double shear,
    double elasticAlpha,
    double elasticSigma)
    implements Serializable {

  /** The most pixels of anything: coordinates stay far from where floats lose their fractions. */
  private static final int MAX = 1000;

  private static final String GROUP = "augmentation.";

  /**
   * Checks the range of each number.
   *
   * @throws UsageException for a number out of its range
   */
  public AugmentationConfig {
    between("shift", shift, 0, MAX);
    between("rotation", rotation, 0, 180);
    if (!(scale >= 0 && scale < 1)) {
      throw new UsageException(GROUP + "scale", scale, "a number from 0 to under 1");
    }
    between("shear", shear, 0, 60);
    between("elastic-alpha", elasticAlpha, 0, MAX);
    between("elastic-sigma", elasticSigma, 1, MAX);
  }

  /**
   * Returns the augmentation that the settings ask for, or nothing where {@code training.augment}
   * is false.
   *
   * @throws UsageException for a number out of its range, asked for or not
   */
  public static Optional<AugmentationConfig> of(Settings settings) {
    AugmentationConfig config =
        new AugmentationConfig(
            settings.number(GROUP + "shift"),
            settings.number(GROUP + "rotation"),
            settings.number(GROUP + "scale"),
            settings.number(GROUP + "shear"),
            settings.number(GROUP + "elastic-alpha"),
            settings.number(GROUP + "elastic-sigma"));
    return settings.flag("training.augment") ? Optional.of(config) : Optional.empty();
  }

  private static void between(String key, double value, int least, int most) {
    if (!(value >= least && value <= most)) {
      throw new UsageException(GROUP + key, value, "a number from " + least + " to " + most);
    }
  }
}
