package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.BadImage;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.SameImages;
import org.convspark.data.Split;
import org.convspark.data.TestData;
import org.convspark.data.idx.IdxFixture;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Manner;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.storage.TaskErrors;
import org.junit.jupiter.api.DisplayName;
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
    return open(location, SHAPE, Manner.PLAIN);
  }

  private static Images open(String location, ImageShape shape, Manner manner, String... settings) {
    return new ImageSources(
            LocalSpark.session(),
            TestData.config(settings),
            new ModelInput(
                shape, List.of("0", "1", "2"), Preprocessing.plain(Colour.GREY).with(manner)))
        .open(location, Split.TEST);
  }

  /** Returns the images in order of id, or of path. */
  private static List<byte[]> pixels(Images images) {
    String order = images.rows().columns()[0];
    return images.rows().orderBy(order).collectAsList().stream()
        .map(row -> row.<byte[]>getAs("image"))
        .toList();
  }

  /** Light squares near a corner each. */
  private static List<Example> corners() {
    List<Example> corners = new ArrayList<>();
    for (int id = 0; id < 6; id++) {
      byte[] image = new byte[784];
      for (int i = 0; i < 64; i++) {
        int row = i / 8 + (id % 3 == 0 ? 1 : 18);
        int column = i % 8 + (id % 3 == 1 ? 1 : 18);
        image[row * 28 + column] = (byte) (200 + id);
      }
      corners.add(new Example(id, id % 3, image));
    }
    return corners;
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

  /** Whatever they are called. */
  @Test
  void imageFilesComeInOrderOfTheirPathsFromEveryLevel() throws IOException {
    BufferedImage image = new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB);
    image.setRGB(1, 1, 0xffffff);
    for (String name : List.of("b/2.PNG", "a.jpg", "b/1.jpeg", "b/readme.txt", ".hidden.png")) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(image, name.contains("jp") ? "jpg" : "png", file.toFile());
    }

    Images images = open(directory);

    assertThat(images.rows().collectAsList())
        .extracting(row -> row.getString(0).replaceAll(".*/", ""))
        .containsExactly("a.jpg", "1.jpeg", "2.PNG", "readme.txt");
    assertThat((byte[]) images.rows().first().get(1)).hasSize(SHAPE.size());
  }

  @Test
  @DisplayName("F01: what a model saw where it was in the picture is predicted where it is")
  void picturesForAModelTrainedOnPlainDataAreLeftAsTheyAre() {
    List<Example> corners = corners();
    Path idx = SameImages.idx(directory.resolve("idx"), corners, corners, SameImages.DIGIT);
    Path png =
        SameImages.png(directory.resolve("png"), corners, SameImages.DIGIT, Integer::toString);
    List<byte[]> expected = corners.stream().map(Example::image).toList();

    assertThat(pixels(open("" + idx, SameImages.DIGIT, Manner.PLAIN)))
        .containsExactlyElementsOf(expected);
    // The paths' order is that of the classes, 0, 3, 1, 4, 2, 5.
    assertThat(pixels(open("" + png, SameImages.DIGIT, Manner.PLAIN)))
        .containsExactly(
            expected.get(0),
            expected.get(3),
            expected.get(1),
            expected.get(4),
            expected.get(2),
            expected.get(5));
  }

  @Test
  void mnistsMannerIsForPicturesAndNotForArrays() {
    List<Example> corners = corners();
    Path idx = SameImages.idx(directory.resolve("idx"), corners, corners, SameImages.DIGIT);
    Path png = SameImages.png(directory.resolve("1.png"), corners.get(0).image(), SameImages.DIGIT);

    assertThat(pixels(open("" + idx, SameImages.DIGIT, Manner.MNIST_PICTURES)))
        .containsExactlyElementsOf(corners.stream().map(Example::image).toList());
    Row digit = open("" + png, SameImages.DIGIT, Manner.MNIST_PICTURES).rows().first();
    byte[] centred = digit.getAs("image");
    assertThat(centred[14 * 28 + 14]).isEqualTo((byte) 255);
    assertThat(digit.<String>getAs("remark")).isEqualTo("scaled by 2.5");
    assertThat(
            pixels(
                open("" + png, SameImages.DIGIT, Manner.MNIST_PICTURES, "images.preprocess=plain")))
        .containsExactly(corners.get(0).image());
    assertThat(pixels(open("" + png, SameImages.DIGIT, Manner.PLAIN, "images.preprocess=mnist")))
        .containsExactly(centred);
  }

  @Test
  void aBlankPictureHasNoImageButAReason() {
    Path png = SameImages.png(directory.resolve("1.png"), new byte[784], SameImages.DIGIT);

    Row blank = open("" + png, SameImages.DIGIT, Manner.MNIST_PICTURES).rows().first();

    assertThat(blank.isNullAt(1)).isTrue();
    assertThat(blank.<String>getAs("remark")).isEqualTo("no ink found");
  }

  @Test
  void otherFilesAreLeftOutAndBadPicturesSkippedWhereThatIsAskedFor() throws IOException {
    Path train = directory.resolve("train/cat");
    SameImages.png(train.resolve("1.png"), new byte[6], SHAPE);
    SameImages.png(directory.resolve("other/2.png"), new byte[6], SHAPE);
    SameImages.png(train.resolve("3.png"), new byte[16], new ImageShape(4, 4, 1));
    Files.writeString(train.resolve("4.jpeg"), "no picture");
    Files.writeString(directory.resolve("readme.txt"), "words");

    Images images = open("" + directory, SHAPE, Manner.PLAIN, "images.on-bad=skip");

    assertThat(images.count()).hasValue(4L);
    assertThat(images.foreign().get()).containsExactly("readme.txt");
    assertThat(images.rows().count()).isEqualTo(2);
    // A second look finds no others.
    assertThat(pixels(images)).hasSize(2);
    assertThat(images.bad().get())
        .extracting(bad -> bad.name().replaceAll(".*/", ""))
        .containsExactly("3.png", "4.jpeg");
    assertThat(images.bad().get().get(0).problem())
        .hasMessageContainingAll("3.png: found an image of 4x4, expected 3x2", "resize=3x2");
    assertThatThrownBy(() -> open(directory).rows().collectAsList())
        .satisfies(
            e ->
                assertThat(TaskErrors.unwrap(e))
                    .isInstanceOf(InputException.class)
                    .hasMessageEndingWith("--on-bad-image skip"));
  }

  @Test
  void oneImageFileWillDo() throws IOException {
    Path file = directory.resolve("one.png");
    ImageIO.write(new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB), "png", file.toFile());

    assertThat(open(file).rows().count()).isEqualTo(1);
  }

  @Test
  void aDamagedImageFileAmongManyIsNamed() throws IOException {
    for (int i = 0; i < 5; i++) {
      ImageIO.write(
          new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB),
          "png",
          directory.resolve(i + ".png").toFile());
    }
    Files.writeString(directory.resolve("3.png"), "no image at all");

    assertThatThrownBy(() -> open(directory).rows().collectAsList())
        .satisfies(
            e ->
                assertThat(TaskErrors.unwrap(e))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("3.png: found no picture"));
  }

  @Test
  void whatIsNoneOfThemIsRefused() throws IOException {
    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "found an empty directory, expected a prepared dataset, IDX files, pictures");
    assertThatThrownBy(() -> open(directory.resolve("missing")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found nothing");
    Path text = Files.writeString(directory.resolve("notes.txt"), "hello, world");
    assertThatThrownBy(() -> open(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("notes.txt");
  }

  @Test
  void anImageThatIsLostOnTheWayIsAnErrorAndASkippedOneIsNot() {
    BadImage bad = new BadImage("a.png", new InputException("a.png", "words", "a picture", "-"));
    ImageShape shape = new ImageShape(4, 4, 1);
    Images images =
        new Images("mine", shape, Optional.of(3L), null, () -> List.of(bad), List::of, List.of());

    images.requireAll(2);
    assertThatThrownBy(() -> images.requireAll(1))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("mine: found 2 images when they were read, expected 3 as counted");
    new Images("table", shape, Optional.empty(), null, List.of()).requireAll(7);
  }
}
