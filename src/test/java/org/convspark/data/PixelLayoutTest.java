package org.convspark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.convspark.config.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PixelLayoutTest {
  @ParameterizedTest
  @CsvSource({
    "28x20, 28, 20, 1, true",
    "28x20x1, 28, 20, 1, true",
    "32x48x3, 32, 48, 3, true",
    "3x32x48, 32, 48, 3, false",
    "1x32x48, 32, 48, 1, false",
    // As Keras has it.
    "3x3x3, 3, 3, 3, true"
  })
  void theChannelsAreWhereTheyAre(
      String text, int height, int width, int channels, boolean channelsLast) {
    assertThat(PixelLayout.parse(Optional.of(text)))
        .hasValue(new PixelLayout(new ImageShape(height, width, channels), channelsLast));
  }

  @Test
  void nothingGivenIsNothing() {
    assertThat(PixelLayout.parse(Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "28",
        "28x",
        "28x28x",
        "0x28",
        "28x28x4",
        "28 x 28",
        "-1x2",
        "x",
        "a",
        "9999999x9999999",
        "99999999x1",
        "28x28x28",
        "1x1x1x1"
      })
  void otherTextIsWrongUsage(String text) {
    assertThatThrownBy(() -> PixelLayout.parse(Optional.of(text)))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--image-shape: " + text + " given, HEIGHTxWIDTH for grey");
  }

  @Test
  void channelsThatStandTogetherAreTakenApart() {
    byte[] together = {1, 2, 3, 4, 5, 6};
    ImageShape shape = new ImageShape(1, 2, 3);

    assertThat(new PixelLayout(shape, true).planar(together)).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(new PixelLayout(shape, false).planar(together)).isSameAs(together);
    assertThat(new PixelLayout(new ImageShape(2, 3, 1), true).planar(together)).isSameAs(together);
  }

  private static final ImageShape PHOTO = new ImageShape(16, 16, 3);

  /** A smooth picture of one colour, light on one side. */
  private static byte[] photo(boolean channelsLast) {
    byte[] photo = new byte[PHOTO.size()];
    for (int i = 0; i < 256; i++) {
      for (int c = 0; c < 3; c++) {
        photo[channelsLast ? 3 * i + c : 256 * c + i] = (byte) (60 * c + i % 16 * 3 + i / 16);
      }
    }
    return photo;
  }

  @Test
  void channelsTogetherInPlaceOfPlanesAreNoticed() {
    assertThat(Interleaving.isLikely(List.of(photo(true), photo(true)), PHOTO)).isTrue();
    assertThat(Interleaving.isLikely(List.of(photo(false), photo(false)), PHOTO)).isFalse();
  }

  @Test
  void whereItCannotBeToldItIsNotSaid() {
    byte[] noise = new byte[PHOTO.size()];
    new Random(1).nextBytes(noise);

    assertThat(Interleaving.isLikely(List.of(noise), PHOTO)).isFalse();
    assertThat(Interleaving.isLikely(List.of(new byte[PHOTO.size()]), PHOTO)).isFalse();
    assertThat(Interleaving.isLikely(List.of(), PHOTO)).isFalse();
    assertThat(Interleaving.isLikely(List.of(photo(true)), new ImageShape(16, 48, 1))).isFalse();
  }
}
