package org.convspark.data.pictures;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DamagedPicturesTest {
  private static final int FLIPS = 3000;
  private static final byte[] END_OF_JPEG = {(byte) 0xff, (byte) 0xd9};

  private static byte[] file(String kind) {
    String[] parts = kind.split(" ");
    int type =
        switch (parts[1]) {
          case "colour" -> BufferedImage.TYPE_INT_RGB;
          case "transparent" -> BufferedImage.TYPE_INT_ARGB;
          case "palette" -> BufferedImage.TYPE_BYTE_INDEXED;
          case "deep" -> BufferedImage.TYPE_USHORT_GRAY;
          case "two" -> BufferedImage.TYPE_BYTE_BINARY;
          default -> BufferedImage.TYPE_BYTE_GRAY;
        };
    BufferedImage image = new BufferedImage(24, 20, type);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.ORANGE);
    pen.fillRect(3, 4, 9, 12);
    pen.setColor(Color.WHITE);
    pen.drawOval(8, 2, 12, 14);
    pen.dispose();
    byte[] file = TestPictures.encode(image, parts[0]);
    return parts[0].equals("jpeg")
        ? TestPictures.withSegment(file, 0xe1, TestPictures.exifSegment(6, ByteOrder.LITTLE_ENDIAN))
        : file;
  }

  private static void assertReadOrRefused(byte[] file, String what) {
    try {
      PictureHeader.read(file, "x");
      TestPictures.decode(file);
    } catch (InputException e) {
      assertThat(e.getMessage().lines()).hasSize(1);
    } catch (Throwable e) {
      fail(what, e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "png grey",
        "png colour",
        "png palette",
        "png deep",
        "png two",
        "jpeg grey",
        "jpeg colour",
        "gif palette",
        "bmp colour",
        "bmp palette",
        "bmp two",
        "tiff grey",
        "tiff colour",
        "tiff palette",
        "tiff deep",
        "tiff two"
      })
  void whatIsCutIsRefusedWhereverItIsCut(String kind) {
    byte[] whole = file(kind);
    TestPictures.decode(whole);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> TestPictures.decode(cut))
          .as("%s, %d of %d bytes", kind, length, whole.length)
          .isInstanceOf(InputException.class);
      assertThatThrownBy(() -> PictureHeader.read(cut, "x")).isInstanceOf(InputException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "png grey", "png colour", "png palette", "png deep", "jpeg grey", "jpeg colour",
        "gif palette", "bmp colour", "bmp palette", "bmp two", "tiff grey", "tiff colour",
        "tiff palette", "tiff deep", "tiff two"
      })
  void bytesOfAnyOtherValueAreReadOrRefused(String kind) {
    byte[] whole = file(kind);
    Random random = new Random(kind.hashCode());
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = whole.clone();
      int count = 1 + random.nextInt(3);
      for (int j = 0; j < count; j++) {
        // Headers hold what decoders stumble over.
        int reach = random.nextBoolean() ? Math.min(64, whole.length) : whole.length;
        damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
      }
      assertReadOrRefused(damaged, kind + ", flip " + i);
    }
  }

  /** The sums are right again, so that Java's decoder gets to see the damage. */
  @ParameterizedTest
  @ValueSource(strings = {"png grey", "png colour", "png palette", "png deep"})
  void pngsWithRightSumsAreReadOrRefused(String kind) {
    byte[] whole = file(kind);
    Random random = new Random(3);
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = whole.clone();
      damaged[16 + random.nextInt(whole.length - 16)] = (byte) random.nextInt(256);
      ByteBuffer in = ByteBuffer.wrap(damaged);
      int at = 8;
      while (at + 12 <= damaged.length) {
        int length = in.getInt(at);
        if (length < 0 || length > damaged.length - at - 12) {
          break;
        }
        CRC32 sum = new CRC32();
        sum.update(damaged, at + 4, length + 4);
        in.putInt(at + 8 + length, (int) sum.getValue());
        at += 12 + length;
      }
      assertReadOrRefused(damaged, kind + ", flip " + i);
    }
  }

  @Test
  void aWrongSumIsDamage() {
    byte[] file = file("png grey");
    file[file.length - 20] ^= 1;

    assertThatThrownBy(() -> PictureHeader.read(file, "7.png"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "7.png: found a damaged PNG: the sum of its chunk IDAT is wrong, expected a whole"
                + " picture; remove the file or save it anew as a PNG");
  }

  /** Pixels are missing in the middle, and the end is there. */
  @Test
  void aJpegThatIsMendedAtItsEndIsDamagedAllTheSame() {
    byte[] whole = TestPictures.encode(noise(), "jpeg");
    for (int percent : new int[] {40, 70, 95}) {
      byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
      byte[] mended = TestPictures.joined(cut, new byte[] {0, (byte) 0xff, (byte) 0xd9});

      assertThatThrownBy(() -> TestPictures.decode(mended))
          .as("%d percent", percent)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("a damaged JPEG");
    }
  }

  private static BufferedImage noise() {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    Random random = new Random(1);
    for (int i = 0; i < 64 * 64; i++) {
      image.getRaster().setSample(i % 64, i / 64, 0, random.nextInt(256));
    }
    return image;
  }

  @Test
  void aGifThatIsMendedAtItsEndIsDamagedAllTheSame() {
    byte[] whole = TestPictures.encode(noise(), "gif");
    // The last blocks of pixels, each of 255, are left out.
    int at = whole.length - 2;
    byte[] mended = null;
    for (int from = 800; from < at && mended == null; from++) {
      if ((whole[from] & 0xff) == 255 && (whole[from + 256] & 0xff) == 255) {
        mended = TestPictures.joined(Arrays.copyOf(whole, from), new byte[] {0, 0x3b});
      }
    }
    byte[] file = mended;

    assertThatThrownBy(() -> TestPictures.decode(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a damaged GIF");
  }

  @Test
  void bytesBehindTheEndAreNoDamage() {
    for (String kind : new String[] {"png grey", "jpeg grey", "gif palette", "bmp colour"}) {
      byte[] file = file(kind);
      byte[] longer = TestPictures.joined(file, new byte[] {1, 2, 3, (byte) 0xff, (byte) 0xd8, 5});

      assertThat(TestPictures.pixels(longer)).as(kind).isEqualTo(TestPictures.pixels(file));
    }
  }

  @Test
  void hugeSizesAreRefusedByTheHeaderAlone() {
    byte[] png = file("png grey");
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 2_000_000_000).putInt(20, 2_000_000_000);
    CRC32 sum = new CRC32();
    sum.update(png, 12, 17);
    header.putInt(29, (int) sum.getValue());

    assertThatThrownBy(() -> TestPictures.decode(png))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found a picture of 2000000000x2000000000 by its header");
  }

  /** Each of 60,000 values would be the whole file. */
  @Test
  void aDirectoryOfOneValueManyTimesIsRefused() {
    int count = 60_000;
    ByteBuffer file = ByteBuffer.allocate(8 + 2 + count * 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'I', 'I'}).putShort((short) 42).putInt(8).putShort((short) count);
    for (int i = 0; i < count; i++) {
      file.putShort((short) (256 + i)).putShort((short) 1).putInt(700_000).putInt(8);
    }

    assertThatThrownBy(() -> TestPictures.decode(file.array()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its directory has more values than the file has bytes");
  }

  @Test
  void tilesThatCostMoreThanTheirPictureAreRefused() {
    TreeMap<Integer, Integer> tags = new TreeMap<>();
    tags.put(256, 1);
    tags.put(257, 60_000);
    tags.put(258, 8);
    tags.put(262, 1);
    tags.put(322, 1 << 26);
    tags.put(323, 1);
    tags.put(324, 8);
    tags.put(325, 8);

    assertThatThrownBy(
            () ->
                TestPictures.decode(TestPictures.tiff(ByteOrder.LITTLE_ENDIAN, new byte[64], tags)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its tiles are far larger than its picture");
  }

  /** Each scan is a pass over the whole picture. */
  @Test
  void aJpegOfManyScansIsRefused() {
    byte[] file = file("jpeg grey");
    int scan = 0;
    while (file[scan] != (byte) 0xff || file[scan + 1] != (byte) 0xda) {
      scan++;
    }
    byte[] one = Arrays.copyOfRange(file, scan, file.length - 2);
    byte[] all = Arrays.copyOf(file, file.length - 2);
    for (int i = 0; i < 200; i++) {
      all = TestPictures.joined(all, one);
    }
    byte[] many = TestPictures.joined(all, new byte[] {(byte) 0xff, (byte) 0xd9});

    assertThatThrownBy(() -> TestPictures.decode(many))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a scan tells what another has told");
  }

  @Test
  void aProgressiveJpegWhoseLastScanRepeatsIsRefused() throws IOException {
    byte[] file = encoded(noise(), "jpeg");
    TestPictures.decode(file);
    int scan = file.length - 2;
    while (file[scan] != (byte) 0xff || file[scan + 1] != (byte) 0xda) {
      scan--;
    }
    byte[] last = Arrays.copyOfRange(file, scan, file.length - 2);
    byte[] twice = TestPictures.joined(Arrays.copyOf(file, file.length - 2), last, END_OF_JPEG);

    assertThatThrownBy(() -> PictureHeader.read(twice, "x"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a damaged JPEG: a scan tells what another has told");
  }

  /** With what sits around the pixels and says how they are to be seen. */
  private static byte[] pngOfManyChunks(String kind) {
    byte[] file = file(kind);
    file = TestPictures.withChunk(file, "tEXt", "Comment\0words".getBytes(ISO_8859_1));
    file = TestPictures.withChunk(file, "eXIf", TestPictures.exif(6, ByteOrder.BIG_ENDIAN));
    file = TestPictures.withChunk(file, "sBIT", new byte[] {7});
    return kind.equals("png grey")
        ? TestPictures.withChunk(file, "tRNS", new byte[] {0, (byte) 255})
        : file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png grey", "png palette", "png deep", "png two"})
  void aPngWithAnyBitWrongIsRefusedOrLooksTheSame(String kind) {
    byte[] whole = pngOfManyChunks(kind);
    DecodedPicture right = TestPictures.decode(whole);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(TestPictures.decode(damaged).picture().plane(0))
            .as("%s, bit %d", kind, bit)
            .isEqualTo(right.picture().plane(0));
      } catch (InputException e) {
        assertThat(e).hasMessageNotContaining("\n");
      }
    }
  }

  /** As a program writes that was stopped, or that computes the sum itself and wrongly. */
  @ParameterizedTest
  @CsvSource({"4, packed wrongly", "5, end early", "40, end early"})
  void aPngWhosePackedPixelsAreNotWholeIsRefused(int fromTheEnd, String reason) {
    for (String kind : List.of("png grey", "png colour", "png palette", "png deep", "png two")) {
      byte[] file = file(kind);
      int pixels = file.length - 12 - 4;
      int start = find(file, "IDAT");
      byte[] packed = Arrays.copyOfRange(file, start + 4, pixels);
      if (fromTheEnd == 4) {
        packed[packed.length - 1] ^= 1;
      } else {
        packed = Arrays.copyOf(packed, Math.max(8, packed.length - fromTheEnd));
      }
      byte[] damaged =
          TestPictures.joined(
              Arrays.copyOf(file, start - 4),
              chunk("IDAT", packed),
              Arrays.copyOfRange(file, file.length - 12, file.length));

      assertThatThrownBy(() -> TestPictures.decode(damaged))
          .as(kind)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("a damaged PNG: its pixels")
          .hasMessageContaining(reason);
    }
  }

  private static int find(byte[] file, String type) {
    return new String(file, ISO_8859_1).indexOf(type);
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] typed = TestPictures.joined(type.getBytes(ISO_8859_1), data);
    CRC32 sum = new CRC32();
    sum.update(typed);
    return ByteBuffer.allocate(typed.length + 8)
        .putInt(data.length)
        .put(typed)
        .putInt((int) sum.getValue())
        .array();
  }

  /** Whose rows come in seven passes, some of them empty where it is small. */
  @Test
  void interlacedPngsOfAnySizeAreWhole() throws IOException {
    for (int size = 1; size <= 81; size++) {
      BufferedImage image =
          new BufferedImage((size - 1) / 9 + 1, (size - 1) % 9 + 1, BufferedImage.TYPE_INT_RGB);
      byte[] file = encoded(image, "png");

      assertThat(file[28]).isEqualTo((byte) 1);
      assertThat(TestPictures.decode(file).picture().height()).isEqualTo(image.getHeight());
    }
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    }
    return bytes.toByteArray();
  }
}
