package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.idx.IdxFixture;
import org.convspark.storage.TaskErrors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageSourcesTest {
  private static final ImageShape SHAPE = new ImageShape(3, 2, 1);

  @TempDir private Path directory;

  private static Images open(Path path) {
    return open(path.toString());
  }

  private static Images open(String location) {
    return new ImageSources(LocalSpark.session(), SHAPE).open(location, Split.TEST, 1);
  }

  @Test
  void aDatasetGivesTheChosenSplitWithItsLabels() {
    Images images = open(IdxFixture.write(directory, ""));

    assertThat(images.count()).isEqualTo(Optional.of((long) IdxFixture.TEST));
    assertThat(images.rows().columns()).containsExactly("id", "label", "image");
    assertThat(images.rows().count()).isEqualTo(IdxFixture.TEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void anIdxFileOfImagesNeedsNoLabels(String suffix) {
    IdxFixture.put(directory, "digits" + suffix, IdxFixture.images(5));

    Images images = open(directory.resolve("digits" + suffix));

    assertThat(images.shape()).isEqualTo(SHAPE);
    assertThat(images.count()).isEqualTo(Optional.of(5L));
    List<Row> rows = images.rows().collectAsList();
    assertThat(rows).hasSize(5);
    assertThat(rows.get(3).getLong(0)).isEqualTo(3);
    assertThat((byte[]) rows.get(3).get(1)).isEqualTo(IdxFixture.image(3));
  }

  @Test
  void parquetKeepsItsColumns() {
    Path file = directory.resolve("table");
    open(IdxFixture.write(directory.resolve("idx"), ""))
        .rows()
        .withColumnRenamed("id", "customer")
        .write()
        .parquet(file.toString());

    Images images = open(file);
    assertThat(images.rows().columns()).containsExactly("customer", "label", "image");
    assertThat(images.count()).isEmpty();
  }

  @Test
  void imageFilesComeInOrderOfTheirPathsFromEveryLevel() throws IOException {
    BufferedImage image = new BufferedImage(30, 40, BufferedImage.TYPE_INT_RGB);
    image.setRGB(10, 10, 0xffffff);
    for (String name : List.of("b/2.PNG", "a.jpg", "b/1.jpeg", "b/readme.txt", ".hidden.png")) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(image, name.contains("jp") ? "jpg" : "png", file.toFile());
    }

    Images images = open(directory);

    assertThat(images.rows().collectAsList())
        .extracting(row -> row.getString(0).replaceAll(".*/", ""))
        .containsExactly("a.jpg", "1.jpeg", "2.PNG");
    assertThat((byte[]) images.rows().first().get(1)).hasSize(SHAPE.size());
  }

  @Test
  void oneImageFileWillDo() throws IOException {
    Path file = directory.resolve("one.png");
    ImageIO.write(new BufferedImage(5, 5, BufferedImage.TYPE_INT_RGB), "png", file.toFile());

    assertThat(open(file).rows().count()).isEqualTo(1);
  }

  @Test
  void aDamagedImageFileAmongManyIsNamed() throws IOException {
    for (int i = 0; i < 5; i++) {
      ImageIO.write(
          new BufferedImage(5, 5, BufferedImage.TYPE_INT_RGB),
          "png",
          directory.resolve(i + ".png").toFile());
    }
    Files.writeString(directory.resolve("3.png"), "no image at all");

    assertThatThrownBy(() -> open(directory).rows().collectAsList())
        .satisfies(
            e ->
                assertThat(TaskErrors.unwrap(e))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("3.png: found no image"));
  }

  @Test
  void whatIsNoneOfThemIsRefused() throws IOException {
    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a dataset, an IDX file of images, Parquet");
    assertThatThrownBy(() -> open(directory.resolve("missing")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found nothing");
    Path text = Files.writeString(directory.resolve("notes.txt"), "hello, world");
    assertThatThrownBy(() -> open(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("notes.txt");
  }
}
