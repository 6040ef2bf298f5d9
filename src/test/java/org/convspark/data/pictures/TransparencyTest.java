package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import org.convspark.data.preprocessing.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TransparencyTest {
  private static final String BLACK = "light ink on a transparent ground: put on black";

  /** A 7 in one colour on another, with their opacity. */
  private static BufferedImage seven(int ink, int ground) {
    BufferedImage image =
        new BufferedImage(TestPictures.WIDTH, TestPictures.HEIGHT, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < TestPictures.HEIGHT; y++) {
      for (int x = 0; x < TestPictures.WIDTH; x++) {
        image.setRGB(x, y, TestPictures.isInk(y, x) ? ink : ground);
      }
    }
    return image;
  }

  @ParameterizedTest
  @CsvSource({
    // ink, ground, what they become
    "ff000000, 00000000, 0, 255",
    "ff000000, 00ffffff, 0, 255",
    "ffffffff, 00000000, 255, 0",
    "ffffffff, 00ffffff, 255, 0",
    "ff505050, 00ffffff, 80, 255",
    "ffc8c8c8, 00ffffff, 200, 0",
    "80000000, 00000000, 127, 255",
    "ff000000, ffffffff, 0, 255"
  })
  void inkCanBeSeen(String ink, String ground, float inkValue, float paper) {
    byte[] file =
        TestPictures.encode(
            seven(Integer.parseUnsignedInt(ink, 16), Integer.parseUnsignedInt(ground, 16)), "png");

    DecodedPicture decoded = TestPictures.decode(file);

    assertThat(decoded.picture().channels()).isEqualTo(1);
    assertThat(TestPictures.at(decoded.picture(), 0, 25, 40)).isEqualTo(inkValue);
    assertThat(TestPictures.at(decoded.picture(), 0, 5, 5)).isEqualTo(paper);
    assertThat(decoded.remarks()).isEqualTo(paper == 0 ? Arrays.asList(BLACK) : Arrays.asList());
  }

  @Test
  void lightColoursStandOnBlackToo() {
    Picture picture =
        TestPictures.decode(TestPictures.encode(seven(0xffffee00, 0), "png")).picture();

    assertThat(picture.channels()).isEqualTo(3);
    assertThat(TestPictures.at(picture, 0, 25, 40)).isEqualTo(255);
    assertThat(TestPictures.at(picture, 2, 5, 5)).isZero();
  }

  @Test
  void aPaperOfItsOwnIsCompleted() {
    BufferedImage dark = seven(0xffffffff, 0xff202020);
    BufferedImage light = seven(0xff202020, 0xfff0f0f0);
    for (int i = 0; i < 9; i++) {
      dark.setRGB(i % 3, i / 3, 0);
      light.setRGB(i % 3, i / 3, 0);
    }

    assertThat(TestPictures.pixels(TestPictures.encode(dark, "png"))[0]).isEqualTo((byte) 0);
    assertThat(TestPictures.pixels(TestPictures.encode(light, "png"))[0]).isEqualTo((byte) 255);
  }

  @Test
  void whatCannotBeSeenAtAllIsBlankPaper() {
    byte[] pixels = TestPictures.pixels(TestPictures.encode(seven(0x00ff0000, 0), "png"));

    assertThat(pixels).containsOnly(255);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "4, 5", "4, 15", "8, 255", "8, 200"})
  void aSingleGreyMayBeTheTransparentOne(int bits, int key) {
    // Two rows of the transparent grey, and a black one.
    int most = (1 << bits) - 1;
    BufferedImage image =
        bits == 8
            ? new BufferedImage(16, 3, BufferedImage.TYPE_BYTE_GRAY)
            : new BufferedImage(
                16,
                3,
                BufferedImage.TYPE_BYTE_BINARY,
                new IndexColorModel(bits, 1 << bits, ramp(most), ramp(most), ramp(most)));
    for (int x = 0; x < 32; x++) {
      image.getRaster().setSample(x % 16, x / 16, 0, key);
    }
    byte[] file =
        TestPictures.withChunk(
            TestPictures.encode(image, "png"), "tRNS", new byte[] {0, (byte) key});

    byte[] pixels = TestPictures.pixels(file);

    assertThat(pixels[0]).isEqualTo((byte) 255);
    assertThat(pixels[32]).isEqualTo((byte) 0);
  }

  private static byte[] ramp(int most) {
    byte[] ramp = new byte[most + 1];
    for (int i = 0; i <= most; i++) {
      ramp[i] = (byte) (255 * i / most);
    }
    return ramp;
  }

  @Test
  void aGifsTransparentColourStandsOnPaper() {
    IndexColorModel palette =
        new IndexColorModel(
            1,
            2,
            new byte[] {(byte) 250, 0},
            new byte[] {(byte) 250, 80},
            new byte[] {(byte) 250, 0},
            1);
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_BINARY, palette);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        image.getRaster().setSample(x, y, 0, x > 2 && x < 5 && y > 2 ? 0 : 1);
      }
    }

    DecodedPicture decoded = TestPictures.decode(TestPictures.encode(image, "gif"));

    assertThat(decoded.picture().channels()).isEqualTo(1);
    assertThat(decoded.picture().plane(0)[0]).isZero();
    assertThat(decoded.picture().plane(0)[3 * 8 + 3]).isEqualTo(250);
    assertThat(decoded.remarks()).containsExactly(BLACK);
  }
}
