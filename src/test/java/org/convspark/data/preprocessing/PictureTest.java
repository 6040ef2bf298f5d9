package org.convspark.data.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.convspark.data.ImageShape;
import org.junit.jupiter.api.Test;

final class PictureTest {
  private static final ImageShape SHAPE = new ImageShape(3, 4, 3);

  private static Picture grey(int height, int width, float... values) {
    return new Picture(height, width, new float[][] {values});
  }

  private static Picture random(int height, int width, int channels) {
    Random random = new Random(1);
    float[][] planes = new float[channels][height * width];
    for (float[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = 255 * random.nextFloat();
      }
    }
    return new Picture(height, width, planes);
  }

  private static float[][] planes(Picture picture) {
    return IntStream.range(0, picture.channels()).mapToObj(picture::plane).toArray(float[][]::new);
  }

  @Test
  void everyByteComesBack() {
    byte[] bytes = new byte[SHAPE.size()];
    new Random(1).nextBytes(bytes);

    Picture picture = Picture.of(bytes, SHAPE);

    assertThat(picture.bytes()).isEqualTo(bytes);
    assertThat(picture.plane(1)[5]).isEqualTo(bytes[12 + 5] & 0xff);
  }

  @Test
  void bytesAreRoundedHalfUpAndClamped() {
    byte[] bytes = grey(1, 6, -3, 0.49f, 0.5f, 1.5f, 254.6f, 300).bytes();

    assertThat(bytes).containsExactly(0, 0, 1, 2, 255, 255);
  }

  @Test
  void whatHasTheSizeAlreadyIsTheVerySamePicture() {
    for (int channels : new int[] {1, 3}) {
      Picture picture = random(7, 5, channels);
      assertThat(planes(picture.stretched(7, 5))).isDeepEqualTo(planes(picture));
      assertThat(planes(picture.cropped(7, 5))).isDeepEqualTo(planes(picture));
      assertThat(planes(picture.padded(7, 5))).isDeepEqualTo(planes(picture));
      assertThat(planes(picture.transposed().transposed())).isDeepEqualTo(planes(picture));
    }
  }

  @Test
  void greyInThreePlanesIsTheSameGrey() {
    Picture picture = random(9, 9, 1);

    Picture colour = picture.toColour();

    assertThat(colour.channels()).isEqualTo(3);
    assertThat(colour.toColour()).isSameAs(colour);
    assertThat(colour.grey().values()).isEqualTo(picture.plane(0));
  }

  @Test
  void greyIsTheLuminance() {
    Picture picture = new Picture(1, 1, new float[][] {{100}, {200}, {50}});

    assertThat(picture.grey().at(0, 0)).isEqualTo(0.299f * 100 + 0.587f * 200 + 0.114f * 50);
  }

  @Test
  void transposesAndInverts() {
    Picture picture = grey(2, 3, 1, 2, 3, 4, 5, 6);

    assertThat(picture.transposed().height()).isEqualTo(3);
    assertThat(picture.transposed().plane(0)).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(picture.inverted().plane(0)).containsExactly(254, 253, 252, 251, 250, 249);
  }

  @Test
  void stretchesToAnySize() {
    Picture picture = grey(2, 2, 0, 100, 200, 40);

    assertThat(picture.stretched(1, 1).plane(0)).containsExactly(85);
    assertThat(picture.stretched(2, 4).plane(0)).containsExactly(0, 25, 75, 100, 200, 160, 80, 40);
  }

  @Test
  void cropsTheMiddle() {
    assertThat(grey(1, 6, 1, 2, 3, 4, 5, 6).cropped(1, 2).plane(0)).containsExactly(3, 4);
    assertThat(grey(2, 4, 0, 10, 10, 0, 0, 30, 30, 0).cropped(1, 1).plane(0)).containsExactly(20);
    Picture strip = new Picture(1, 1 << 20, new float[][] {new float[1 << 20]});
    assertThat(strip.cropped(28, 28).plane(0)).hasSize(784).containsOnly(0);
  }

  @Test
  void padsWithWhatIsAtTheEdges() {
    Picture colour = new Picture(1, 3, new float[][] {{7, 9, 9}, {100, 100, 100}, {200, 50, 200}});

    Picture padded = colour.padded(3, 3);

    assertThat(padded.plane(0)).containsExactly(9, 9, 9, 7, 9, 9, 9, 9, 9);
    assertThat(padded.plane(1)).containsOnly(100);
    assertThat(padded.plane(2)).containsExactly(200, 200, 200, 200, 50, 200, 200, 200, 200);
    assertThat(grey(2, 2, 4, 4, 4, 4).padded(4, 6).plane(0)).hasSize(24).containsOnly(4);
    assertThat(grey(1, 400, new float[400]).padded(28, 28).plane(0)).hasSize(784);
  }

  @Test
  void otherPlanesAreRefused() {
    assertThatThrownBy(() -> new Picture(2, 2, new float[2][4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 planes, expected 1 or 3");
    assertThatThrownBy(() -> new Picture(2, 2, new float[1][5]))
        .hasMessage("5 values for 2x2 pixels");
    assertThatThrownBy(() -> new Picture(0, 2, new float[1][0]))
        .hasMessage("a picture of 0x2 pixels");
  }
}
