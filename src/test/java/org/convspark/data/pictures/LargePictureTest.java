package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.convspark.config.InputException;
import org.convspark.data.preprocessing.Picture;
import org.junit.jupiter.api.Test;

/** Pictures are scaled while they are read, so that memory hangs on what is kept of them. */
final class LargePictureTest {
  private static final int MOST_PIXELS = 1 << 22;

  /** Black in its left third. */
  private static BufferedImage sheet(int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    byte[] row = new byte[width];
    Arrays.fill(row, width / 3, width, (byte) 255);
    for (int y = 0; y < height; y++) {
      image.getRaster().setDataElements(0, y, width, 1, row);
    }
    return image;
  }

  private static void assertScaled(byte[] file, int height, int width, int step) {
    Picture picture = TestPictures.decode(file).picture();
    assertThat(picture.height()).isBetween(height / step, height / step + 1);
    assertThat(picture.width()).isBetween(width / step, width / step + 1);
    assertThat((long) picture.height() * picture.width()).isLessThanOrEqualTo(MOST_PIXELS);
    float[] row = Arrays.copyOfRange(picture.plane(0), 0, picture.width());
    for (int x = 0; x < row.length; x++) {
      if (Math.abs(x - row.length / 3) > 10) {
        assertThat(row[x])
            .isBetween(x < row.length / 3 ? 0f : 250f, x < row.length / 3 ? 5f : 255f);
      }
    }
    PictureHeader header = PictureHeader.read(file, "x");
    assertThat(header.height()).isEqualTo(height);
    assertThat(header.width()).isEqualTo(width);
  }

  @Test
  void aPhotoOfFiftyMillionPixels() {
    assertScaled(TestPictures.encode(sheet(6120, 8180), "jpeg"), 6120, 8180, 4);
  }

  @Test
  void scansOfTwelveMillionPixels() {
    for (String format : new String[] {"png", "gif", "bmp", "tiff"}) {
      assertScaled(TestPictures.encode(sheet(3000, 4000), format), 3000, 4000, 2);
    }
  }

  @Test
  void whatIsSmallerIsReadAsItIs() {
    Picture picture = TestPictures.decode(TestPictures.encode(sheet(2048, 2048), "png")).picture();

    assertThat(picture.height()).isEqualTo(2048);
    assertThat(picture.width()).isEqualTo(2048);
  }

  @Test
  void modelsOfLargePicturesGetMore() {
    byte[] file = TestPictures.encode(sheet(3000, 4000), "png");

    assertThat(PictureDecoder.decode(file, "x", 900).picture().width()).isEqualTo(4000);
  }

  /** Half of them in both directions take as much memory as is meant for one. */
  @Test
  void modelsOfLargePicturesGetNoMoreThanMemoryHolds() {
    byte[] file =
        TestPictures.encode(new BufferedImage(8192, 4096, BufferedImage.TYPE_INT_ARGB), "png");

    assertThat(PictureDecoder.decode(file, "x", 2000).picture().width()).isEqualTo(4096);
  }

  @Test
  void aStripIsReadToo() {
    Picture picture = TestPictures.decode(TestPictures.encode(sheet(10, 600_000), "png")).picture();

    assertThat(picture.height()).isEqualTo(5);
    assertThat(picture.width()).isEqualTo(300_000);
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] typed = TestPictures.joined(type.getBytes(StandardCharsets.US_ASCII), data);
    CRC32 sum = new CRC32();
    sum.update(typed);
    return ByteBuffer.allocate(typed.length + 8)
        .putInt(data.length)
        .put(typed)
        .putInt((int) sum.getValue())
        .array();
  }

  /** As many pixels as are allowed, all black, in a few hundred kilobytes. */
  @Test
  void aPngOfTheMostPixelsIsReadInLittleMemory() {
    int side = 1 << 14;
    Deflater deflater = new Deflater(1);
    byte[] row = new byte[1 + side];
    byte[] buffer = new byte[1 << 16];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int y = 0; y < side; y++) {
      deflater.setInput(row);
      while (!deflater.needsInput()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    ByteBuffer header = ByteBuffer.allocate(13).order(ByteOrder.BIG_ENDIAN);
    header.putInt(side).putInt(side).put((byte) 8);
    byte[] file =
        TestPictures.joined(
            Arrays.copyOf(TestPictures.encode(sheet(1, 3), "png"), 8),
            chunk("IHDR", header.array()),
            chunk("IDAT", out.toByteArray()),
            chunk("IEND", new byte[0]));

    Picture picture = TestPictures.decode(file).picture();

    assertThat(picture.height()).isEqualTo(2048);
    assertThat(picture.plane(0)).containsOnly(0);
  }

  @Test
  void moreThanThatIsRefused() {
    byte[] file = TestPictures.encode(sheet(1, 3), "png");
    ByteBuffer.wrap(file).putInt(16, (1 << 14) + 1).putInt(20, 1 << 14);
    CRC32 sum = new CRC32();
    sum.update(file, 12, 17);
    ByteBuffer.wrap(file).putInt(29, (int) sum.getValue());

    assertThatThrownBy(() -> TestPictures.decode(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found a picture of 16385x16384 by its header")
        .hasMessageContaining("at most 268435456 pixels");
  }

  @Test
  void filesThatAreTooLargeAreRefused() {
    byte[] file = Arrays.copyOf(TestPictures.encode(sheet(1, 3), "png"), (64 << 20) + 1);

    assertThatThrownBy(() -> TestPictures.decode(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 64 MiB");
  }
}
