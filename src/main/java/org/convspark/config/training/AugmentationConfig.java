package org.convspark.config.training;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convspark.config.Checks;
import org.convspark.config.UsageException;

/**
 * How far training images are distorted, each anew in every epoch. Each number but {@code flip} and
 * those of the elastic distortion is the furthest that is drawn, in both directions and with equal
 * probability in between; 0 leaves that kind out.
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
 * @param flip probability that left and right are exchanged, 0 to 1
 * @param brightness fraction by which all values grow or shrink, 0 to 1
 * @param contrast fraction by which differences from the image's mean grey grow or shrink, 0 to 1
 * @param saturation fraction by which differences from a pixel's own grey grow or shrink, 0 to 1
 * @param fill what lies outside of an image
 */
public record AugmentationConfig(
    double shift,
    double rotation,
    double scale,
    double shear,
    double elasticAlpha,
    double elasticSigma,
    double flip,
    double brightness,
    double contrast,
    double saturation,
    Fill fill)
    implements Serializable {

  /** The most pixels of anything: coordinates stay far from where floats lose their fractions. */
  static final int MAX = 1000;

  private static final String GROUP = "augmentation.";

  /** What lies outside of an image, in Keras's words {@code constant} and {@code nearest}. */
  public enum Fill {
    BLACK,
    /** The pixel of the image that is nearest: its edge goes on outwards. */
    NEAREST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

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
    between("flip", flip, 0, 1);
    between("brightness", brightness, 0, 1);
    between("contrast", contrast, 0, 1);
    between("saturation", saturation, 0, 1);
  }

  /** Makes an augmentation that moves pixels and leaves their values, black outside. */
  public AugmentationConfig(
      double shift,
      double rotation,
      double scale,
      double shear,
      double elasticAlpha,
      double elasticSigma) {
    this(shift, rotation, scale, shear, elasticAlpha, elasticSigma, 0, 0, 0, 0, Fill.BLACK);
  }

  private static void between(String key, double value, int least, int most) {
    if (!(value >= least && value <= most)) {
      throw new UsageException(GROUP + key, value, "a number from " + least + " to " + most);
    }
  }

  /** Returns all but the fill, by their keys in reference.conf. */
  Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("shift", shift);
    numbers.put("rotation", rotation);
    numbers.put("scale", scale);
    numbers.put("shear", shear);
    numbers.put("elastic-alpha", elasticAlpha);
    numbers.put("elastic-sigma", elasticSigma);
    numbers.put("flip", flip);
    numbers.put("brightness", brightness);
    numbers.put("contrast", contrast);
    numbers.put("saturation", saturation);
    return numbers;
  }

  /** Returns the kinds that aren't left out, for people: {@code shift 4, flip 0.5, fill black}. */
  @Override
  public String toString() {
    Map<String, Double> kinds = numbers();
    if (elasticAlpha == 0) {
      kinds.remove("elastic-sigma");
    }
    kinds.values().removeIf(value -> value == 0);
    return Stream.concat(
            kinds.entrySet().stream()
                .map(kind -> kind.getKey() + " " + Checks.text(kind.getValue())),
            Stream.of("fill " + fill))
        .collect(Collectors.joining(", "));
  }
}
