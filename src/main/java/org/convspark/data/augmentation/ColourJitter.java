package org.convspark.data.augmentation;

import org.convspark.config.training.AugmentationConfig;
import org.convspark.data.ImageShape;
import org.convspark.data.SplitMix64;

/**
 * Varies the light of an image as torchvision's {@code ColorJitter} does, brightness first, then
 * contrast, then saturation: each blends the image with another one, with black, with its mean
 * grey, with its pixels' own grey, and beyond. Values stay within [0, 1].
 */
final class ColourJitter {
  /** Of red, green and blue in grey: ITU-R BT.601. */
  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

  private final AugmentationConfig config;
  private final int channels;
  private final int plane;

  ColourJitter(AugmentationConfig config, ImageShape shape) {
    this.config = config;
    this.channels = shape.channels();
    this.plane = shape.height() * shape.width();
  }

  static boolean isAsked(AugmentationConfig config) {
    return config.brightness() != 0 || config.contrast() != 0 || config.saturation() != 0;
  }

  /**
   * Changes an image in place; it takes three random numbers, whatever the settings.
   *
   * @param pixels holds {@code channels * height * width} values in [0, 1] from {@code offset},
   *     channel by channel
   */
  void apply(SplitMix64 random, float[] pixels, int offset) {
    float brightness = factor(random, config.brightness());
    float contrast = factor(random, config.contrast());
    float saturation = factor(random, config.saturation());
    if (brightness != 1) {
      blend(pixels, offset, brightness, 0);
    }
    if (contrast != 1) {
      blend(pixels, offset, contrast, meanGrey(pixels, offset));
    }
    if (saturation != 1) {
      saturate(pixels, offset, saturation);
    }
  }

  private static float factor(SplitMix64 random, double most) {
    return (float) random.uniform(1 - most, 1 + most);
  }

  private void blend(float[] pixels, int offset, float factor, float with) {
    for (int i = offset; i < offset + channels * plane; i++) {
      pixels[i] = blended(pixels[i], factor, with);
    }
  }

  private static float blended(float value, float factor, float with) {
    return Math.max(0, Math.min(1, with + factor * (value - with)));
  }

  private float meanGrey(float[] pixels, int offset) {
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      double ofChannel = 0;
      for (int i = offset + c * plane; i < offset + (c + 1) * plane; i++) {
        ofChannel += pixels[i];
      }
      sum += ofChannel * (channels == LUMA.length ? LUMA[c] : 1.0 / channels);
    }
    return (float) (sum / plane);
  }

  /** Of an image of red, green and blue. */
  private void saturate(float[] pixels, int offset, float factor) {
    for (int i = offset; i < offset + plane; i++) {
      float red = pixels[i];
      float green = pixels[i + plane];
      float blue = pixels[i + 2 * plane];
      float grey = LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue;
      pixels[i] = blended(red, factor, grey);
      pixels[i + plane] = blended(green, factor, grey);
      pixels[i + 2 * plane] = blended(blue, factor, grey);
    }
  }
}
