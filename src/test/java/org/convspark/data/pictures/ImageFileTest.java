package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.data.preprocessing.GreyImage;
import org.convspark.data.preprocessing.MnistNormalizer;
import org.convspark.storage.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageFileTest {
  @TempDir private Path directory;

  private GreyImage read(Path file) {
    return ImageFile.read(Location.of(file.toUri().toString(), new Configuration()));
  }

  private byte[] digit(Path file) {
    return new MnistNormalizer(28, 28).apply(read(file));
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static BufferedImage seven(int type) {
    BufferedImage image = new BufferedImage(90, 120, type);
    for (int y = 0; y < 120; y++) {
      for (int x = 0; x < 90; x++) {
        boolean ink = x >= 20 && x < 70 && y >= 20 && y < 100 && (y < 30 || x >= 60);
        image.setRGB(x, y, ink ? 0xff000000 : 0xffffffff);
      }
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void pngsOfEveryKindAreTheSameDigit(int type) throws IOException {
    Path file = Files.write(directory.resolve("7.png"), encode(seven(type), "png"));
    Path plain =
        Files.write(
            directory.resolve("plain.png"), encode(seven(BufferedImage.TYPE_INT_RGB), "png"));

    assertThat(digit(file)).isEqualTo(digit(plain));
  }

  @Test
  void aJpegIsNearlyTheSameDigit() throws IOException {
    BufferedImage image = seven(BufferedImage.TYPE_INT_RGB);
    byte[] png = digit(Files.write(directory.resolve("7.png"), encode(image, "png")));
    byte[] jpeg = digit(Files.write(directory.resolve("7.jpg"), encode(image, "jpg")));

    for (int i = 0; i < png.length; i++) {
      assertThat(jpeg[i] & 0xff).isBetween((png[i] & 0xff) - 60, (png[i] & 0xff) + 60);
    }
  }

  @Test
  void greySamplesAreTakenAsTheyAre() throws IOException {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 10; y < 30; y++) {
      for (int x = 10; x < 30; x++) {
        image.getRaster().setSample(x, y, 0, x < 20 ? 255 : 100);
      }
    }

    byte[] normalized = digit(Files.write(directory.resolve("grey.png"), encode(image, "png")));

    // Java's getRGB would make 168 of 100.
    Set<Integer> values = new TreeSet<>();
    for (byte value : normalized) {
      values.add(value & 0xff);
    }
    assertThat(values).containsExactly(0, 100, 255);
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    byte[] whole = encode(seven(BufferedImage.TYPE_INT_RGB), "png");
    for (int length : new int[] {0, 5, 20, 40, 60, whole.length / 2}) {
      Path file = Files.write(directory.resolve("cut.png"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> read(file))
          .as("%d bytes", length)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("cut.png")
          .hasMessageEndingWith("remove the file or save it anew as a PNG");
    }
  }

  @Test
  void otherFormatsAreRefusedWhateverTheirName() throws IOException {
    byte[] bmp = encode(seven(BufferedImage.TYPE_INT_RGB), "bmp");
    Path file = Files.write(directory.resolve("x.png"), bmp);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found no image, expected a PNG or JPEG");
  }

  @Test
  void hugeDimensionsAreRefusedByTheHeaderAlone() throws IOException {
    byte[] png = encode(seven(BufferedImage.TYPE_INT_RGB), "png");
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 2_000_000_000).putInt(20, 2_000_000_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    Path file = Files.write(directory.resolve("bomb.png"), png);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("an image of 2000000000x2000000000 by its header");
  }
}
