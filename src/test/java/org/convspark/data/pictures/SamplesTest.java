package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;
import org.convspark.data.preprocessing.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many of 16 bits a sample are used. */
final class SamplesTest {
  /** Three greys: none, half and all of the greatest. */
  private static BufferedImage greys(int greatest) {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    for (int x = 0; x < 3; x++) {
      image.getRaster().setSample(x, 0, 0, x * greatest / 2);
    }
    return image;
  }

  private static float[] values(byte[] file) {
    return TestPictures.decode(file).picture().plane(0);
  }

  @ParameterizedTest
  @CsvSource({"8, 255", "10, 1000", "12, 4095", "12, 2100", "14, 16383", "16, 65535", "16, 20000"})
  void theGreatestSampleTellsTheDepth(int depth, int greatest) {
    float most = (1 << depth) - 1;
    for (String format : new String[] {"png", "tiff"}) {
      DecodedPicture decoded = TestPictures.decode(TestPictures.encode(greys(greatest), format));

      assertThat(decoded.picture().plane(0)[0]).isZero();
      assertThat(decoded.picture().plane(0)[2]).isCloseTo(255 * greatest / most, within(1e-3f));
      if (depth == 16) {
        assertThat(decoded.remarks()).isEmpty();
      } else {
        assertThat(decoded.remarks())
            .containsExactly("taken for " + depth + " bits a sample, stored in 16");
      }
    }
  }

  @Test
  void whatTheFileSaysIsNotLessThanWhatItIs() {
    byte[] dark = TestPictures.encode(greys(4095), "png");

    assertThat(values(TestPictures.withChunk(dark, "sBIT", new byte[] {16}))[2])
        .isCloseTo(255 * 4095 / 65535f, within(1e-3f));
    assertThat(values(TestPictures.withChunk(dark, "sBIT", new byte[] {14}))[2])
        .isCloseTo(255 * 4095 / 16383f, within(1e-3f));
    assertThat(values(TestPictures.withChunk(dark, "sBIT", new byte[] {12}))[2]).isEqualTo(255);
    // By the format's rules 12 bits fill all 16.
    byte[] full = TestPictures.encode(greys(65535), "png");
    assertThat(values(TestPictures.withChunk(full, "sBIT", new byte[] {12}))[2]).isEqualTo(255);
    assertThat(values(TestPictures.withChunk(full, "sBIT", new byte[] {12}))[1])
        .isCloseTo(127.5f, within(0.01f));
  }

  @Test
  void precisionIsKept() {
    float[] values = values(TestPictures.encode(greys(65535 - 100), "png"));

    assertThat(values[2]).isCloseTo(255 - 100 / 257f, within(1e-3f));
  }

  @Test
  void coloursShareADepth() {
    ByteBuffer samples = ByteBuffer.allocate(12).order(ByteOrder.BIG_ENDIAN);
    for (int sample : new int[] {4095, 100, 0, 0, 200, 50}) {
      samples.putShort((short) sample);
    }
    TreeMap<Integer, Integer> tags = new TreeMap<>();
    tags.put(256, 2);
    tags.put(257, 1);
    tags.put(258, 16);
    tags.put(259, 1);
    tags.put(262, 2);
    tags.put(273, 8);
    tags.put(277, 3);
    tags.put(278, 1);
    tags.put(279, 12);

    Picture picture =
        TestPictures.decode(TestPictures.tiff(ByteOrder.BIG_ENDIAN, samples.array(), tags))
            .picture();

    assertThat(picture.plane(0)).containsExactly(255, 0);
    assertThat(picture.plane(1)[1]).isCloseTo(255 * 200 / 4095f, within(1e-3f));
  }
}
