package org.convspark.data.augmentation;

import org.convspark.config.training.AugmentationConfig;
import org.convspark.data.ImageShape;
import org.convspark.data.SplitMix64;

/**
 * Where the pixels of an augmented image come from: {@code (x, y)} there is {@code (xx * x + xy * y
 * + x0, yx * x + yy * y + y0)} in the original, in pixels, x to the right and y down.
 *
 * <p>The map is the inverse of the distortion that is drawn: scale, shear and rotation around the
 * middle, then the shift.
 */
record AffineMap(float xx, float xy, float x0, float yx, float yy, float y0) {

  /** Draws the map of one image; it takes six random numbers, whatever the settings. */
  static AffineMap draw(AugmentationConfig config, ImageShape shape, SplitMix64 random) {
    double right = random.uniform(-config.shift(), config.shift());
    double down = random.uniform(-config.shift(), config.shift());
    double angle = radians(random, config.rotation());
    double slant = radians(random, config.shear());
    double wider = random.uniform(1 - config.scale(), 1 + config.scale());
    double taller = random.uniform(1 - config.scale(), 1 + config.scale());
    return of(shape, right, down, angle, StrictMath.tan(slant), wider, taller);
  }

  /** Returns the map after which left and right of the original are exchanged. */
  AffineMap mirrored(ImageShape shape) {
    return new AffineMap(-xx, -xy, shape.width() - 1 - x0, yx, yy, y0);
  }

  private static double radians(SplitMix64 random, double degrees) {
    return random.uniform(-degrees, degrees) / 180 * Math.PI;
  }

  /**
   * Makes a map from its parts.
   *
   * @param right pixels by which the image is shifted to the right
   * @param down pixels by which it is shifted down
   * @param angle radians clockwise, as y points down
   * @param slant how far the top leans to the left, as a share of the height
   * @param wider factor of the width
   * @param taller factor of the height
   */
  static AffineMap of(
      ImageShape shape,
      double right,
      double down,
      double angle,
      double slant,
      double wider,
      double taller) {
    // StrictMath: Math's may differ from one JVM to the next in the last bit.
    double sin = StrictMath.sin(angle);
    double cos = StrictMath.cos(angle);
    // The inverse: rotated back, then sheared back, then scaled back.
    double xx = (cos + slant * sin) / wider;
    double xy = (sin - slant * cos) / wider;
    double yx = -sin / taller;
    double yy = cos / taller;
    double middleX = (shape.width() - 1) / 2.0;
    double middleY = (shape.height() - 1) / 2.0;
    double x0 = middleX - xx * (middleX + right) - xy * (middleY + down);
    double y0 = middleY - yx * (middleX + right) - yy * (middleY + down);
    return new AffineMap((float) xx, (float) xy, (float) x0, (float) yx, (float) yy, (float) y0);
  }
}
