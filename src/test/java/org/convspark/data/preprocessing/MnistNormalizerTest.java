package org.convspark.data.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MnistNormalizerTest {
  /** A black bar on white paper, 60 high and 10 wide, in a corner of 200x100. */
  private static float[] bar(float paper, float ink) {
    float[] values = new float[200 * 100];
    Arrays.fill(values, paper);
    for (int y = 120; y < 180; y++) {
      Arrays.fill(values, y * 100 + 70, y * 100 + 80, ink);
    }
    return values;
  }

  @Test
  void fillsMnistsBoxWithItsProportionsKeptAndItsMassInTheCentre() {
    byte[] image = new MnistNormalizer(28, 28).apply(new GreyImage(200, 100, bar(255, 0))).image();

    int[] rows = new int[28];
    int[] columns = new int[28];
    double massX = 0;
    double massY = 0;
    double mass = 0;
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        int value = image[y * 28 + x] & 0xff;
        rows[y] += value;
        columns[x] += value;
        mass += value;
        massX += value * x;
        massY += value * y;
      }
    }
    assertThat(Arrays.stream(rows).filter(sum -> sum > 0).count()).isEqualTo(20);
    assertThat(Arrays.stream(columns).filter(sum -> sum > 0).count()).isEqualTo(3);
    assertThat(massX / mass).isBetween(13.5, 14.5);
    assertThat(massY / mass).isBetween(13.5, 14.5);
    assertThat(image[14 * 28 + 14] & 0xff).isEqualTo(255);
  }

  @Test
  void lightInkOnDarkIsTheSameAsDarkInkOnLight() {
    byte[] darkOnLight =
        new MnistNormalizer(28, 28).apply(new GreyImage(200, 100, bar(230, 20))).image();
    byte[] lightOnDark =
        new MnistNormalizer(28, 28).apply(new GreyImage(200, 100, bar(25, 235))).image();

    assertThat(lightOnDark).isEqualTo(darkOnLight);
  }

  @Test
  void boxesOfOtherSizesAreInProportion() {
    byte[] image = new MnistNormalizer(56, 32).apply(new GreyImage(200, 100, bar(255, 0))).image();

    long rows = 0;
    for (int y = 0; y < 56; y++) {
      byte[] row = Arrays.copyOfRange(image, y * 32, (y + 1) * 32);
      rows += Arrays.equals(row, new byte[32]) ? 0 : 1;
    }
    assertThat(rows).isEqualTo(40);
  }

  @Test
  void paperThatIsLitUnevenlyAndNoiseAreNoInk() {
    Random random = new Random(1);
    float[] photo = bar(255, 0);
    for (int at = 0; at < photo.length; at++) {
      double y = at / 100 / 200.0;
      double x = at % 100 / 100.0;
      double light = 0.95 - 0.25 * x - 0.1 * y * y;
      photo[at] = (float) (light * (40 + 215 * photo[at] / 255) + 3 * random.nextGaussian());
    }

    byte[] clean = new MnistNormalizer(28, 28).apply(new GreyImage(200, 100, bar(255, 0))).image();
    byte[] image = new MnistNormalizer(28, 28).apply(new GreyImage(200, 100, photo)).image();

    for (int i = 0; i < image.length; i++) {
      assertThat(image[i] & 0xff).as("pixel %d", i).isCloseTo(clean[i] & 0xff, within(40));
    }
  }

  @Test
  void inkThatCrossesTheBorderIsNoPaper() {
    float[] values = bar(240, 10);
    for (int y = 0; y < 60; y++) {
      Arrays.fill(values, y * 100 + 45, y * 100 + 55, 10);
    }
    values[0] = 236;

    byte[] image = new MnistNormalizer(28, 28).apply(new GreyImage(200, 100, values)).image();

    // Two strokes as dark as each other, and nothing else.
    assertThat(image).contains((byte) 255);
    assertThat(new int[] {image[5 * 28 + 2], image[27 * 28 + 1]}).containsOnly(0);
  }

  @Test
  void aBlankImageIsBlackHoweverLightItIs() {
    float[] paper = new float[900];
    Arrays.fill(paper, 240);
    paper[450] = 245;

    assertThat(new MnistNormalizer(28, 28).apply(new GreyImage(30, 30, paper)).image())
        .containsOnly(0);
  }

  @Test
  void aSinglePixelIsNoDivisionByZero() {
    assertThat(new MnistNormalizer(28, 28).apply(new GreyImage(1, 1, new float[] {0})).image())
        .hasSize(784);
    float[] dot = new float[25];
    dot[12] = 255;
    assertThat(new MnistNormalizer(28, 28).apply(new GreyImage(5, 5, dot)).image())
        .contains((byte) 255);
  }

  @Test
  void saysWhatItSaw() {
    NormalizedDigit digit = new MnistNormalizer(28, 28).apply(new GreyImage(200, 100, bar(255, 0)));

    assertThat(digit.blank()).isFalse();
    assertThat(digit.inverted()).isTrue();
    assertThat(digit.scale()).isEqualTo(20.0 / 60);
    assertThat(digit.remark()).isEqualTo("inverted, scaled by 0.33");
  }

  @Test
  void theScaleIsThatOfTheWholePicture() {
    float[] large = new float[2000 * 1000];
    for (int y = 700; y < 1300; y++) {
      Arrays.fill(large, y * 1000 + 450, y * 1000 + 550, 255);
    }

    NormalizedDigit digit = new MnistNormalizer(28, 28).apply(new GreyImage(2000, 1000, large));

    assertThat(digit.inverted()).isFalse();
    assertThat(digit.scale()).isCloseTo(20.0 / 600, within(0.001));
  }
}
