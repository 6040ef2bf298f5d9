package org.convspark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.SameImages;
import org.convspark.data.Split;
import org.junit.jupiter.api.Test;

final class ContactSheetTest {
  private static BufferedImage draw(List<Example> examples, ImageShape shape, int columns)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ContactSheet.of(examples, shape, columns, label -> "class " + label).write(out);
    return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
  }

  /** Every pixel of every image, in the middle of the three by three that it is drawn as. */
  @Test
  void theImagesAreInRowsAndEnlarged() throws IOException {
    List<Example> digits = SameImages.digits(Split.TRAIN, 7);

    BufferedImage sheet = draw(digits, SameImages.DIGIT, 3);

    assertThat(sheet.getWidth()).isEqualTo(8 + 3 * (84 + 8));
    assertThat(sheet.getHeight()).isEqualTo(8 + 3 * (84 + 18 + 8));
    for (int i = 0; i < 7; i++) {
      for (int p = 0; p < 784; p++) {
        int x = 8 + i % 3 * 92 + p % 28 * 3 + 1;
        int y = 8 + i / 3 * 110 + p / 28 * 3 + 1;
        assertThat(sheet.getRGB(x, y) & 0xffffff)
            .isEqualTo((digits.get(i).image()[p] & 0xff) * 0x10101);
      }
    }
    assertThat(sheet.getRGB(8 + 92 + 40, 8 + 2 * 110 + 40)).isEqualTo(0xffffffff);
  }

  @Test
  void coloursAreColoursAndLargeImagesKeepTheirSize() throws IOException {
    ImageShape shape = new ImageShape(90, 100, 3);
    List<Example> photos = SameImages.noise(1, 2, shape);

    BufferedImage sheet = draw(photos, shape, 2);

    byte[] image = photos.get(1).image();
    int red = image[5 * 100 + 7] & 0xff;
    int green = image[9000 + 5 * 100 + 7] & 0xff;
    int blue = image[18000 + 5 * 100 + 7] & 0xff;
    assertThat(sheet.getRGB(8 + 108 + 7, 8 + 5) & 0xffffff)
        .isEqualTo(red << 16 | green << 8 | blue);
  }

  /** As far as the machine has fonts, which it must not need. */
  @Test
  void theClassesAreWrittenBelow() throws IOException {
    List<Example> digits = SameImages.digits(Split.TRAIN, 2);
    boolean labelled = ContactSheet.of(digits, SameImages.DIGIT, 2, label -> "digit").labelled();
    BufferedImage sheet = draw(digits, SameImages.DIGIT, 2);

    int dark = 0;
    for (int y = 8 + 84 + 1; y < 8 + 84 + 18; y++) {
      for (int x = 8; x < 8 + 84; x++) {
        dark += (sheet.getRGB(x, y) & 0xff) < 128 ? 1 : 0;
      }
    }
    assertThat(dark > 0).isEqualTo(labelled);
  }

  @Test
  void aSheetHasBounds() {
    assertThat(ContactSheet.most(SameImages.DIGIT)).isGreaterThan(10_000);
    assertThat(ContactSheet.most(new ImageShape(224, 224, 3))).isBetween(1_000L, 10_000L);
    assertThat(ContactSheet.most(new ImageShape(1, ImageShape.MAX_SIZE, 1))).isZero();
  }
}
