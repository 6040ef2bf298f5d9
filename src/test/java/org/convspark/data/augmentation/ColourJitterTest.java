package org.convspark.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.convspark.config.training.AugmentationConfig;
import org.convspark.config.training.AugmentationConfig.Fill;
import org.convspark.data.ImageShape;
import org.convspark.data.SplitMix64;
import org.junit.jupiter.api.Test;

/** Against its formulas, with the factors that the stream gives. */
class ColourJitterTest {
  private static final Offset<Float> ROUNDING = within(1e-6f);

  /** Two pixels: red, green and blue of (0.5, 0.2, 0.4) and (0.1, 0.3, 0.6). */
  private static final ImageShape SHAPE = new ImageShape(1, 2, 3);

  private static final float[] IMAGE = {0.5f, 0.1f, 0.2f, 0.3f, 0.4f, 0.6f};

  private static float[] apply(double brightness, double contrast, double saturation, long seed) {
    AugmentationConfig config =
        new AugmentationConfig(0, 0, 0, 0, 0, 4, 0, brightness, contrast, saturation, Fill.NEAREST);
    // The image is the second of a minibatch.
    float[] pixels = new float[3 * IMAGE.length];
    System.arraycopy(IMAGE, 0, pixels, IMAGE.length, IMAGE.length);
    new ColourJitter(config, SHAPE).apply(new SplitMix64(seed), pixels, IMAGE.length);
    float[] image = new float[IMAGE.length];
    System.arraycopy(pixels, IMAGE.length, image, 0, image.length);
    return image;
  }

  /** Factors in the order of brightness, contrast and saturation. */
  private static double factor(int place, double most, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    double factor = 0;
    for (int i = 0; i <= place; i++) {
      factor = random.uniform(1 - most, 1 + most);
    }
    return factor;
  }

  @Test
  void brightnessMultipliesAllValues() {
    for (long seed = 0; seed < 20; seed++) {
      double factor = factor(0, 0.4, seed);
      float[] changed = apply(0.4, 0, 0, seed);
      for (int i = 0; i < IMAGE.length; i++) {
        assertThat(changed[i]).isCloseTo((float) (factor * IMAGE[i]), ROUNDING);
      }
    }
  }

  @Test
  void contrastMultipliesDifferencesFromTheMeanGrey() {
    double first = 0.299 * 0.5 + 0.587 * 0.2 + 0.114 * 0.4;
    double second = 0.299 * 0.1 + 0.587 * 0.3 + 0.114 * 0.6;
    double mean = (first + second) / 2;
    for (long seed = 0; seed < 20; seed++) {
      double factor = factor(1, 0.4, seed);
      float[] changed = apply(0, 0.4, 0, seed);
      for (int i = 0; i < IMAGE.length; i++) {
        assertThat(changed[i]).isCloseTo((float) (mean + factor * (IMAGE[i] - mean)), ROUNDING);
      }
    }
  }

  @Test
  void saturationMultipliesDifferencesFromAPixelsGrey() {
    double[] grey = {
      0.299 * 0.5 + 0.587 * 0.2 + 0.114 * 0.4, 0.299 * 0.1 + 0.587 * 0.3 + 0.114 * 0.6
    };
    for (long seed = 0; seed < 20; seed++) {
      double factor = factor(2, 0.4, seed);
      float[] changed = apply(0, 0, 0.4, seed);
      for (int i = 0; i < IMAGE.length; i++) {
        double own = grey[i % 2];
        assertThat(changed[i]).isCloseTo((float) (own + factor * (IMAGE[i] - own)), ROUNDING);
      }
    }
  }

  @Test
  void valuesEndAtBlackAndWhite() {
    boolean white = false;
    boolean black = false;
    for (long seed = 0; seed < 50; seed++) {
      for (float value : apply(1, 1, 1, seed)) {
        assertThat(value).isBetween(0f, 1f);
        white |= value == 1;
        black |= value == 0;
      }
    }
    assertThat(white).isTrue();
    assertThat(black).isTrue();
  }

  /** Contrast of images of any other number of channels is about the plain mean. */
  @Test
  void greyHasContrastToo() {
    AugmentationConfig config =
        new AugmentationConfig(0, 0, 0, 0, 0, 4, 0, 0, 0.4, 0, Fill.NEAREST);
    float[] pixels = {0.2f, 0.4f, 0.6f};
    new ColourJitter(config, new ImageShape(1, 3, 1)).apply(new SplitMix64(3), pixels, 0);
    double factor = factor(1, 0.4, 3);
    assertThat(pixels[0]).isCloseTo((float) (0.4 - factor * 0.2), ROUNDING);
    assertThat(pixels[1]).isCloseTo(0.4f, ROUNDING);
    assertThat(pixels[2]).isCloseTo((float) (0.4 + factor * 0.2), ROUNDING);
  }
}
