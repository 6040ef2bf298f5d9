package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;
import org.convspark.data.preprocessing.Picture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each file stores the same 7 as a camera would that was held that way. */
final class OrientationTest {
  private static final int HEIGHT = TestPictures.HEIGHT;
  private static final int WIDTH = TestPictures.WIDTH;

  /** After EXIF 2.3: the side of the upright picture where stored row 0 and stored column 0 are. */
  private static BufferedImage stored(int orientation) {
    boolean sideways = orientation >= 5;
    int rows = sideways ? WIDTH : HEIGHT;
    int columns = sideways ? HEIGHT : WIDTH;
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        boolean ink =
            switch (orientation) {
              case 1 -> TestPictures.isInk(row, column); // top, left
              case 2 -> TestPictures.isInk(row, WIDTH - 1 - column); // top, right
              case 3 -> TestPictures.isInk(HEIGHT - 1 - row, WIDTH - 1 - column); // bottom, right
              case 4 -> TestPictures.isInk(HEIGHT - 1 - row, column); // bottom, left
              case 5 -> TestPictures.isInk(column, row); // left, top
              case 6 -> TestPictures.isInk(column, WIDTH - 1 - row); // right, top
              case 7 -> TestPictures.isInk(HEIGHT - 1 - column, WIDTH - 1 - row); // right, bottom
              default -> TestPictures.isInk(HEIGHT - 1 - column, row); // left, bottom
            };
        image.getRaster().setSample(column, row, 0, ink ? 0 : 255);
      }
    }
    return image;
  }

  private static void assertUpright(byte[] file) {
    Picture picture = TestPictures.decode(file).picture();
    PictureHeader header = PictureHeader.read(file, "x");
    assertThat(picture.height()).isEqualTo(HEIGHT).isEqualTo(header.height());
    assertThat(picture.width()).isEqualTo(WIDTH).isEqualTo(header.width());
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        assertThat(TestPictures.at(picture, 0, y, x) < 128)
            .as("row %d, column %d", y, x)
            .isEqualTo(TestPictures.isInk(y, x));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void jpegsAreTurnedUpright(int orientation) {
    byte[] file = TestPictures.encode(stored(orientation), "jpeg");
    ByteOrder order = orientation % 2 == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;

    assertUpright(
        TestPictures.withSegment(file, 0xe1, TestPictures.exifSegment(orientation, order)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void pngsAreTurnedUpright(int orientation) {
    byte[] file = TestPictures.encode(stored(orientation), "png");

    assertUpright(
        TestPictures.withChunk(file, "eXIf", TestPictures.exif(orientation, ByteOrder.BIG_ENDIAN)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void tiffsAreTurnedUpright(int orientation) {
    BufferedImage image = stored(orientation);
    byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    TreeMap<Integer, Integer> tags = new TreeMap<>();
    tags.put(256, image.getWidth());
    tags.put(257, image.getHeight());
    tags.put(258, 8);
    tags.put(259, 1);
    tags.put(262, 1);
    tags.put(273, 8);
    tags.put(274, orientation);
    tags.put(277, 1);
    tags.put(278, image.getHeight());
    tags.put(279, samples.length);

    assertUpright(TestPictures.tiff(ByteOrder.LITTLE_ENDIAN, samples, tags));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 255, 4000})
  void anOrientationThatThereIsNotIsUpright(int orientation) {
    byte[] file = TestPictures.encode(stored(1), "jpeg");

    assertUpright(
        TestPictures.withSegment(
            file, 0xe1, TestPictures.exifSegment(orientation, ByteOrder.BIG_ENDIAN)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 12, 19})
  void exifThatIsCutIsUpright(int length) {
    byte[] exif = Arrays.copyOf(TestPictures.exifSegment(6, ByteOrder.BIG_ENDIAN), 6 + length);
    byte[] file = TestPictures.encode(stored(1), "jpeg");

    assertUpright(TestPictures.withSegment(file, 0xe1, exif));
  }
}
