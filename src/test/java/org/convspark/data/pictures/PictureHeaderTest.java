package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Locale;
import org.convspark.data.preprocessing.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PictureHeaderTest {
  private static BufferedImage filled(int side, int type, int rgb) {
    BufferedImage image = new BufferedImage(side, side, type);
    for (int i = 0; i < side * side; i++) {
      image.setRGB(i % side, i / side, i == 0 ? rgb : 0xffffffff);
    }
    return image;
  }

  /** Types are BufferedImage's: 1 RGB, 2 RGBA, 10 grey, 11 grey of 16 bits, 12 two, 13 palette. */
  @ParameterizedTest
  @CsvSource({
    "png, 1, 000000, 1",
    "png, 1, ff0000, 3",
    "png, 2, 000000, 1",
    "png, 2, ff0000, 3",
    "png, 10, 000000, 1",
    "png, 11, 000000, 1",
    "png, 12, 000000, 1",
    "png, 13, 000000, 1",
    "png, 13, ff0000, 3",
    "jpeg, 10, 000000, 1",
    "jpeg, 1, 000000, 1",
    "jpeg, 1, ff0000, 3",
    "gif, 13, 000000, 1",
    "gif, 13, ff0000, 3",
    "bmp, 1, 000000, 1",
    "bmp, 13, ff0000, 3",
    "tiff, 10, 000000, 1",
    "tiff, 1, 000000, 1",
    "tiff, 1, ff0000, 3",
    "tiff, 13, ff0000, 3"
  })
  void smallPicturesThatProveGreyAreGrey(String format, int type, String colour, int channels) {
    byte[] file =
        TestPictures.encode(filled(20, type, Integer.parseInt(colour, 16) | 0xff000000), format);

    PictureHeader header = PictureHeader.read(file, "x");

    assertThat(header.format()).hasToString(format.toUpperCase(Locale.ROOT));
    assertThat(header.height()).isEqualTo(20);
    assertThat(header.width()).isEqualTo(20);
    assertThat(header.channels()).isEqualTo(channels);
    assertThat(TestPictures.decode(file).picture().channels()).isEqualTo(channels);
  }

  @Test
  void largerOnesAreNotDecoded() {
    byte[] colour = TestPictures.encode(filled(257, BufferedImage.TYPE_INT_RGB, 0xff000000), "png");
    byte[] two =
        TestPictures.encode(filled(257, BufferedImage.TYPE_BYTE_BINARY, 0xff000000), "gif");

    assertThat(PictureHeader.read(colour, "x").channels()).isEqualTo(3);
    assertThat(PictureHeader.read(two, "x").channels()).isEqualTo(1);
    Picture picture = TestPictures.decode(colour).picture();
    assertThat(picture.channels()).isEqualTo(3);
    assertThat(TestPictures.decode(two).picture().channels()).isEqualTo(1);
  }
}
