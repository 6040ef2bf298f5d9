package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureFormatTest {
  private static byte[] bytes(String characters) {
    return characters.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PNG", "JPEG", "GIF", "BMP", "TIFF"})
  void whatIsReadIsToldByItsContent(String name) {
    byte[] file = TestPictures.encode(TestPictures.seven(BufferedImage.TYPE_BYTE_INDEXED), name);

    PictureFormat format = PictureFormat.of(Arrays.copyOf(file, 64)).orElseThrow();

    assertThat(format).hasToString(name);
    assertThat(format.isRead()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'RIFF....WEBPVP8 ', WebP",
    "'\\0\\0\\0\\30ftypheic', HEIC",
    "'\\0\\0\\0\\30ftypmif1', HEIC",
    "'\\0\\0\\0\\40ftypavif', AVIF",
    "'\\0\\0\\0\\14jP  \\r\\n\u0087\\n', JPEG 2000",
    "'\\0\\0\\0\\14JXL \\r\\n', JPEG XL",
    "8BPS, Photoshop",
    "'II*\\0\\20\\0\\0\\0CR\\2', camera raw",
    "'II+\\0\\10', BigTIFF",
    "'P5\\n28 28\\n255\\n', PGM or PPM",
    "'<?xml version=\"1.0\"?>\\n<!-- x -->\\n<svg width=\"3\">', SVG",
    "'\u00ef\u00bb\u00bf<svg>', SVG",
    "%PDF-1.7, PDF",
    "'%!PS-Adobe-3.0 EPSF', PostScript"
  })
  void othersAreRefusedByTheirNameWithAWayOut(String head, String name) {
    byte[] file = bytes(head);

    assertThat(PictureFormat.of(file)).hasValueSatisfying(f -> assertThat(f).hasToString(name));
    assertThatThrownBy(() -> PictureDecoder.decode(file, "photos/x.png", 28))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "photos/x.png: found a " + name + " picture, expected a picture as PNG, JPEG, ")
        .hasMessageEndingWith("; convert it to PNG");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "BM",
        "BMW drove along the road to the sea",
        "RIFF....WAVE",
        "\\0\\0\\0\\30ftypisom",
        "\\0\\0\\10\\3",
        "PAR1",
        "<html><body>",
        "label,pixel0,pixel1"
      })
  void whatIsNoPictureIsNone(String head) {
    assertThat(PictureFormat.of(bytes(head))).isEmpty();
    assertThatThrownBy(() -> PictureDecoder.decode(bytes(head), "x", 28))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("x: found no picture, expected a picture as PNG, JPEG, ");
  }

  @Test
  void formatsThatAreReadAreListed() {
    assertThat(PictureFormat.READ).isEqualTo("a picture as PNG, JPEG, GIF, BMP or TIFF");
  }
}
