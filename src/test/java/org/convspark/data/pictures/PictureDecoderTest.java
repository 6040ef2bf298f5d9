package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import org.convspark.config.InputException;
import org.convspark.data.preprocessing.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureDecoderTest {
  private static byte[] sevensPixels() {
    byte[] pixels = new byte[TestPictures.HEIGHT * TestPictures.WIDTH];
    for (int i = 0; i < pixels.length; i++) {
      boolean ink = TestPictures.isInk(i / TestPictures.WIDTH, i % TestPictures.WIDTH);
      pixels[i] = (byte) (ink ? 0 : 255);
    }
    return pixels;
  }

  private static byte[] written(
      String format, String compression, boolean progressive, BufferedImage... images)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    if (compression != null) {
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
    }
    if (progressive) {
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      if (images.length == 1) {
        writer.write(null, new IIOImage(images[0], null, null), param);
      } else {
        writer.prepareWriteSequence(null);
        for (BufferedImage image : images) {
          IIOMetadata metadata =
              writer.getDefaultImageMetadata(
                  ImageTypeSpecifier.createFromRenderedImage(image), param);
          writer.writeToSequence(new IIOImage(image, null, metadata), param);
        }
        writer.endWriteSequence();
      }
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "png, 1",
    "png, 2",
    "png, 10",
    "png, 11",
    "png, 12",
    "png, 13",
    "gif, 12",
    "gif, 13",
    "bmp, 1",
    "bmp, 10",
    "bmp, 12",
    "bmp, 13",
    "tiff, 1",
    "tiff, 10",
    "tiff, 11",
    "tiff, 12",
    "tiff, 13"
  })
  void everyKindIsTheSameGreyPicture(String format, int type) {
    DecodedPicture decoded =
        TestPictures.decode(TestPictures.encode(TestPictures.seven(type), format));

    assertThat(decoded.picture().height()).isEqualTo(TestPictures.HEIGHT);
    assertThat(decoded.picture().channels()).isEqualTo(1);
    assertThat(decoded.picture().bytes()).isEqualTo(sevensPixels());
    assertThat(decoded.remarks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aJpegIsNearlyTheSame(boolean progressive) throws IOException {
    byte[] file =
        written("jpeg", null, progressive, TestPictures.seven(BufferedImage.TYPE_INT_RGB));
    float[] pixels = TestPictures.decode(file).picture().grey().values();

    byte[] exact = sevensPixels();
    for (int i = 0; i < exact.length; i++) {
      assertThat(pixels[i]).isCloseTo(exact[i] & 0xff, within(60f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 12, 13})
  void anInterlacedPngIsTheSame(int type) throws IOException {
    byte[] file = written("png", null, true, TestPictures.seven(type));

    assertThat(TestPictures.pixels(file)).isEqualTo(sevensPixels());
  }

  @ParameterizedTest
  @CsvSource({
    "CCITT RLE, 12",
    "CCITT T.4, 12",
    "CCITT T.6, 12",
    "LZW, 1",
    "PackBits, 10",
    "ZLib, 10",
    "Deflate, 1",
    "LZW, 12"
  })
  void tiffsOfEveryCompressionAreTheSame(String compression, int type) throws IOException {
    byte[] file = written("tiff", compression, false, TestPictures.seven(type));

    assertThat(TestPictures.pixels(file)).isEqualTo(sevensPixels());
  }

  @Test
  void aTiffWithJpegWithinIsNearlyTheSame() throws IOException {
    BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 48; i++) {
      image.setRGB(i % 64, i / 64, 0xc86432);
    }

    Picture picture = TestPictures.decode(written("tiff", "JPEG", false, image)).picture();

    assertThat(picture.plane(0)[500]).isCloseTo(200, within(4f));
    assertThat(picture.plane(1)[500]).isCloseTo(100, within(4f));
    assertThat(picture.plane(2)[500]).isCloseTo(50, within(4f));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "4, 0", "4, 1", "8, 0", "8, 1"})
  void tiffsSayWhetherZeroIsWhite(int bits, int photometric) {
    byte[] samples = {(byte) 0xff, 0, 0, 0, (byte) 0xff, 0, 0, 0};
    int columns = 64 / bits / 2;

    byte[] pixels =
        TestPictures.pixels(
            TestPictures.tiff(2, columns, bits, photometric, ByteOrder.LITTLE_ENDIAN, samples));

    assertThat(pixels[0] & 0xff).isEqualTo(photometric == 0 ? 0 : 255);
    assertThat(pixels[columns - 1] & 0xff).isEqualTo(photometric == 0 ? 255 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff", "gif"})
  void coloursAreKept(String format) {
    BufferedImage image =
        new BufferedImage(
            40,
            30,
            format.equals("gif") ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        image.setRGB(x, y, x < 20 ? 0xff0033 : 0x0099ff);
      }
    }

    Picture picture = TestPictures.decode(TestPictures.encode(image, format)).picture();

    assertThat(picture.channels()).isEqualTo(3);
    assertThat(TestPictures.at(picture, 0, 3, 5)).isEqualTo(255);
    assertThat(TestPictures.at(picture, 2, 3, 5)).isEqualTo(0x33);
    assertThat(TestPictures.at(picture, 1, 3, 25)).isEqualTo(0x99);
  }

  @Test
  void greySamplesAreTakenAsTheyAre() {
    BufferedImage image = new BufferedImage(256, 2, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      image.getRaster().setSample(x, 0, 0, x);
      image.getRaster().setSample(x, 1, 0, 255 - x);
    }

    for (String format : new String[] {"png", "tiff", "bmp"}) {
      byte[] pixels = TestPictures.pixels(TestPictures.encode(image, format));
      // Java's getRGB would make 168 of 100.
      assertThat(pixels[100]).as(format).isEqualTo((byte) 100);
      assertThat(pixels[256 + 100]).as(format).isEqualTo((byte) 155);
    }
  }

  @Test
  void coloursOfAJpegWithoutAHeaderAreNoGuess() throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1024; i++) {
      image.setRGB(i % 32, i / 32, 0xdc5014);
    }
    byte[] file = TestPictures.encode(image, "jpeg");
    int jfif = 2;
    int length = (file[jfif + 2] & 0xff) << 8 | file[jfif + 3] & 0xff;
    byte[] bare =
        TestPictures.joined(
            Arrays.copyOf(file, 2), Arrays.copyOfRange(file, jfif + 2 + length, file.length));

    Picture picture = TestPictures.decode(bare).picture();

    assertThat(picture.plane(0)[100]).isCloseTo(220, within(6f));
    assertThat(picture.plane(1)[100]).isCloseTo(80, within(6f));
    assertThat(picture.plane(2)[100]).isCloseTo(20, within(6f));
  }

  /** 200, 100 and 50 of 255, as inks of which black takes a fifth of the light. */
  private static byte[] cmyk() throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 32, 32, 4, null);
    int[] inks = {255 - 250, 255 - 125, 255 - 62, 51};
    for (int i = 0; i < 1024; i++) {
      raster.setPixel(i % 32, i / 32, inks);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), writer.getDefaultWriteParam());
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] adobe(int transform) {
    return TestPictures.joined(
        "Adobe".getBytes(StandardCharsets.US_ASCII),
        new byte[] {0, 100, 0, 0, 0, 0, (byte) transform});
  }

  @Test
  void inksBecomeLight() throws IOException {
    Picture picture = TestPictures.decode(cmyk()).picture();

    assertThat(picture.plane(0)[100]).isCloseTo(200, within(5f));
    assertThat(picture.plane(1)[100]).isCloseTo(100, within(5f));
    assertThat(picture.plane(2)[100]).isCloseTo(50, within(5f));
  }

  @Test
  void adobesInksAreTheOtherWayRound() throws IOException {
    byte[] file = TestPictures.withSegment(cmyk(), 0xee, adobe(0));

    Picture picture = TestPictures.decode(file).picture();

    assertThat(picture.plane(0)[100]).isCloseTo((255 - 250) * 51 / 255f, within(3f));
    assertThat(picture.plane(2)[100]).isCloseTo((255 - 62) * 51 / 255f, within(3f));
  }

  @Test
  void adobesLuminanceBecomesInks() throws IOException {
    byte[] file = TestPictures.withSegment(cmyk(), 0xee, adobe(2));

    Picture picture = TestPictures.decode(file).picture();

    // Luminance 5, differences 130 and 193.
    assertThat(picture.plane(0)[100]).isCloseTo((5 + 1.402f * 65) * 51 / 255, within(3f));
    assertThat(picture.plane(1)[100]).isCloseTo(0, within(3f));
    assertThat(picture.plane(2)[100]).isCloseTo((5 + 1.772f * 2) * 51 / 255, within(3f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "tiff"})
  void ofSeveralPicturesItIsTheFirst(String format) throws IOException {
    BufferedImage blank = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_BINARY);
    byte[] file =
        written(
            format, null, false, TestPictures.seven(BufferedImage.TYPE_BYTE_BINARY), blank, blank);

    DecodedPicture decoded = TestPictures.decode(file);

    assertThat(decoded.picture().bytes()).isEqualTo(sevensPixels());
    assertThat(decoded.remarks()).containsExactly("the first of 3 pictures");
  }

  @Test
  void kindsThatAreNotReadAreRefusedByTheirName() {
    byte[] twelveBits =
        TestPictures.tiff(2, 2, 12, 1, ByteOrder.BIG_ENDIAN, new byte[] {1, 2, 3, 4, 5, 6});

    assertThatThrownBy(() -> TestPictures.decode(twelveBits))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found a TIFF of 12 bits a sample")
        .hasMessageEndingWith("convert it to PNG");
    byte[] jpeg = TestPictures.encode(TestPictures.seven(BufferedImage.TYPE_BYTE_GRAY), "jpeg");
    for (int i = 0; i < jpeg.length - 1; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
        jpeg[i + 1] = (byte) 0xc9;
      }
    }
    assertThatThrownBy(() -> TestPictures.decode(jpeg))
        .hasMessageContaining("found a JPEG with lossless or arithmetic coding");
  }
}
