package org.convspark.data.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.convspark.config.training.AugmentationConfig;
import org.convspark.config.training.AugmentationConfig.Fill;
import org.convspark.config.training.AugmentationSettings;
import org.convspark.config.training.AugmentationSettings.Preset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {
  private static final ImageShape MNIST = new ImageShape(28, 28, 1);
  private static final ImageShape COLOUR = new ImageShape(9, 13, 3);
  private static final AugmentationConfig NOTHING = new AugmentationConfig(0, 0, 0, 0, 0, 4);
  private static final AugmentationConfig MUCH = new AugmentationConfig(20, 180, 0.9, 60, 1000, 1);

  private static AugmentationConfig defaults() {
    return defaults(MNIST);
  }

  private static AugmentationConfig defaults(ImageShape shape) {
    return new AugmentationSettings(Preset.AUTO, Map.of(), null)
        .forImages(shape.height(), shape.width(), shape.channels());
  }

  private static AugmentationConfig looks(
      double flip, double brightness, double contrast, double saturation, Fill fill) {
    return new AugmentationConfig(0, 0, 0, 0, 0, 4, flip, brightness, contrast, saturation, fill);
  }

  @Test
  void dependsOnSeedEpochAndIdAlone() {
    Augmentation one = new Augmentation(defaults(), MNIST);
    Augmentation other = new Augmentation(defaults(), MNIST);
    float[] first = apply(one, 7, 2, 100, digit(3));
    // Another history, and the same again.
    apply(other, 8, 1, 5, digit(4));
    assertThat(apply(other, 7, 2, 100, digit(3))).isEqualTo(first);
    assertThat(apply(one, 7, 3, 100, digit(3))).isNotEqualTo(first);
    assertThat(apply(one, 7, 2, 101, digit(3))).isNotEqualTo(first);
    assertThat(apply(one, 8, 2, 100, digit(3))).isNotEqualTo(first);
  }

  @Test
  void ofColourToo() {
    Augmentation one = new Augmentation(defaults(COLOUR), COLOUR);
    Augmentation other = new Augmentation(defaults(COLOUR), COLOUR);
    float[] noise = noise(COLOUR.size(), 3);
    float[] first = apply(one, 7, 2, 100, noise);
    apply(other, 8, 1, 5, noise);
    assertThat(apply(other, 7, 2, 100, noise)).isEqualTo(first);
    assertThat(apply(one, 7, 3, 100, noise)).isNotEqualTo(first);
    assertThat(apply(one, 7, 2, 101, noise)).isNotEqualTo(first);
    assertThat(apply(one, 8, 2, 100, noise)).isNotEqualTo(first);
  }

  /** How a grey image is distorted has nothing to do with how many more channels there are. */
  @Test
  void everyChannelMovesAlike() {
    ImageShape three = new ImageShape(28, 28, 3);
    float[] digit = digit(3);
    float[] stacked = new float[three.size()];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(digit, 0, stacked, c * digit.length, digit.length);
    }
    float[] grey = apply(new Augmentation(defaults(), MNIST), 7, 2, 100, digit);
    float[] colour = apply(new Augmentation(defaults(), three), 7, 2, 100, stacked);
    for (int c = 0; c < 3; c++) {
      assertThat(Arrays.copyOfRange(colour, c * digit.length, (c + 1) * digit.length))
          .isEqualTo(grey);
    }
  }

  /** Whoever trains again with an old seed gets the old images: these bits must not change. */
  @Test
  void isTheSameOnEveryMachine() {
    AugmentationConfig config = new AugmentationConfig(2, 10, 0.1, 5, 20, 4);
    float[] image = apply(new Augmentation(config, MNIST), 7, 2, 100, digit(3));
    assertThat(Arrays.hashCode(image)).isEqualTo(520608214);
    assertThat(apply(new Augmentation(defaults(), MNIST), 7, 2, 100, digit(3))).isEqualTo(image);

    float[] photo =
        apply(new Augmentation(defaults(COLOUR), COLOUR), 7, 2, 100, noise(COLOUR.size(), 5));
    assertThat(Arrays.hashCode(photo)).isEqualTo(959105267);
  }

  @Test
  void withoutDistortionNothingChanges() {
    for (ImageShape shape : new ImageShape[] {MNIST, COLOUR}) {
      float[] noise = noise(shape.size(), 1);
      assertThat(apply(new Augmentation(NOTHING, shape), 1, 1, 1, noise)).isEqualTo(noise);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "0, -2", "-4, 1", "40, 0"})
  void wholePixelsShiftExactly(int right, int down) {
    float[] noise = noise(COLOUR.size(), 2);
    float[] shifted = noise.clone();
    new Augmentation(NOTHING, COLOUR)
        .apply(AffineMap.of(COLOUR, right, down, 0, 0, 1, 1), shifted, 0);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 9; y++) {
        for (int x = 0; x < 13; x++) {
          int fromX = x - right;
          int fromY = y - down;
          boolean inside = fromX >= 0 && fromX < 13 && fromY >= 0 && fromY < 9;
          assertThat(shifted[(c * 9 + y) * 13 + x])
              .isEqualTo(inside ? noise[(c * 9 + fromY) * 13 + fromX] : 0);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "0, -2", "-4, 1", "40, -70"})
  void theEdgeGoesOnOutwards(int right, int down) {
    float[] noise = noise(COLOUR.size(), 2);
    Augmentation augmentation = new Augmentation(looks(0, 0, 0, 0, Fill.NEAREST), COLOUR);
    float[] shifted = noise.clone();
    augmentation.apply(AffineMap.of(COLOUR, right, down, 0, 0, 1, 1), shifted, 0);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < 9; y++) {
        for (int x = 0; x < 13; x++) {
          int fromX = Math.max(0, Math.min(x - right, 12));
          int fromY = Math.max(0, Math.min(y - down, 8));
          assertThat(shifted[(c * 9 + y) * 13 + x]).isEqualTo(noise[(c * 9 + fromY) * 13 + fromX]);
        }
      }
    }
  }

  @Test
  void aFlipExchangesLeftAndRight() {
    float[] noise = noise(COLOUR.size(), 2);
    float[] mirrored =
        apply(new Augmentation(looks(1, 0, 0, 0, Fill.BLACK), COLOUR), 1, 1, 1, noise);
    for (int row = 0; row < 3 * 9; row++) {
      for (int x = 0; x < 13; x++) {
        assertThat(mirrored[row * 13 + x]).isEqualTo(noise[row * 13 + 12 - x]);
      }
    }
  }

  @Test
  void flipsItsShareOfTheImages() {
    Augmentation augmentation = new Augmentation(looks(0.3, 0, 0, 0, Fill.BLACK), COLOUR);
    float[] noise = noise(COLOUR.size(), 2);
    int flipped = 0;
    for (int id = 0; id < 2000; id++) {
      flipped += Arrays.equals(apply(augmentation, 1, 1, id, noise), noise) ? 0 : 1;
    }
    assertThat(flipped / 2000.0).isCloseTo(0.3, within(0.03));
  }

  /** What moves the pixels is drawn apart from what changes their light. */
  @Test
  void lightDoesNotChangeTheShape() {
    AugmentationConfig moved = new AugmentationConfig(2, 10, 0.1, 5, 20, 4);
    AugmentationConfig lit = new AugmentationConfig(2, 10, 0.1, 5, 20, 4, 0, 0.5, 0, 0, Fill.BLACK);
    float[] noise = noise(COLOUR.size(), 2);
    float[] before = apply(new Augmentation(moved, COLOUR), 1, 1, 1, noise);
    float[] after = apply(new Augmentation(lit, COLOUR), 1, 1, 1, noise);
    double factor = 0;
    for (int i = 0; i < before.length && factor == 0; i++) {
      factor = before[i] > 0.1 && after[i] < 0.99 ? after[i] / before[i] : 0;
    }
    assertThat(factor).isBetween(0.5, 1.5).isNotEqualTo(1);
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo((float) Math.min(1, factor * before[i]), within(1e-4f));
    }
  }

  @Test
  void turnsClockwiseAndLeansAndScales() {
    // A pixel above the middle of 9x9, at (4, 1).
    ImageShape shape = new ImageShape(9, 9, 1);
    assertThat(spot(AffineMap.of(shape, 0, 0, Math.PI / 2, 0, 1, 1), shape)).isEqualTo(4 * 9 + 7);
    assertThat(spot(AffineMap.of(shape, 0, 0, 0, 1, 1, 1), shape)).isEqualTo(9 + 1);
    assertThat(spot(AffineMap.of(shape, 0, 0, 0, 0, 1, 4.0 / 3), shape)).isEqualTo(4);
    // Scaled first, then turned, then shifted.
    assertThat(spot(AffineMap.of(shape, -1, 2, Math.PI / 2, 0, 1, 4.0 / 3), shape))
        .isEqualTo(6 * 9 + 7);
  }

  private static int spot(AffineMap map, ImageShape shape) {
    float[] image = new float[81];
    image[9 + 4] = 1;
    new Augmentation(NOTHING, shape).apply(map, image, 0);
    int brightest =
        IntStream.range(0, 81)
            .boxed()
            .max((a, b) -> Float.compare(image[a], image[b]))
            .orElseThrow();
    assertThat(image[brightest]).isCloseTo(1, within(1e-5f));
    return brightest;
  }

  @Test
  void staysBetweenBlackAndWhite() {
    AugmentationConfig all =
        new AugmentationConfig(20, 180, 0.9, 60, 1000, 1, 0.5, 1, 1, 1, Fill.NEAREST);
    for (int id = 0; id < 500; id++) {
      ImageShape shape = id % 2 == 0 ? MNIST : COLOUR;
      Augmentation augmentation = new Augmentation(id % 2 == 0 ? MUCH : all, shape);
      for (float value : apply(augmentation, 1, 1, id, noise(shape.size(), id))) {
        assertThat(value).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void leavesTheRestOfTheMinibatchAlone() {
    float[] minibatch = noise(3 * COLOUR.size(), 3);
    float[] before = minibatch.clone();
    new Augmentation(MUCH, COLOUR).apply(1, 1, 1, minibatch, COLOUR.size());
    assertThat(Arrays.mismatch(before, minibatch)).isBetween(COLOUR.size(), 2 * COLOUR.size() - 1);
    int last = 2 * COLOUR.size();
    assertThat(Arrays.copyOfRange(minibatch, last, minibatch.length))
        .isEqualTo(Arrays.copyOfRange(before, last, before.length));
  }

  /** A digit that is pushed out of the image, or thinned away, teaches nothing. */
  @Test
  void keepsTheInkOfADigit() {
    Augmentation augmentation = new Augmentation(defaults(), MNIST);
    double before = 0;
    double after = 0;
    for (int id = 0; id < 500; id++) {
      float[] digit = digit(id);
      double ink = ink(digit);
      double kept = ink(apply(augmentation, 1, 1, id, digit));
      assertThat(kept / ink).isBetween(0.55, 1.7);
      before += ink;
      after += kept;
    }
    assertThat(after / before).isCloseTo(1, within(0.05));
  }

  private static double ink(float[] image) {
    return IntStream.range(0, image.length).mapToDouble(i -> image[i]).sum();
  }

  private static float[] apply(
      Augmentation augmentation, long seed, int epoch, long id, float[] image) {
    float[] copy = image.clone();
    augmentation.apply(seed, epoch, id, copy, 0);
    return copy;
  }

  private static float[] digit(int id) {
    byte[] drawn = SyntheticDigits.draw(1, Split.TRAIN, id);
    float[] digit = new float[drawn.length];
    for (int i = 0; i < digit.length; i++) {
      digit[i] = (drawn[i] & 0xff) / 255f;
    }
    return digit;
  }

  private static float[] noise(int size, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[size];
    for (int i = 0; i < size; i++) {
      noise[i] = random.nextInt(256) / 255f;
    }
    return noise;
  }
}
