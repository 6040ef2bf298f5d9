package org.convspark.data.pictures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.BadImage;
import org.convspark.data.Datasets;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.SameImages;
import org.convspark.data.Split;
import org.convspark.data.TestData;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Preprocessing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of pictures as people have them. */
final class PictureFolderTest {
  private static final ImageShape GREY = new ImageShape(6, 5, 1);
  private static final ImageShape COLOUR = new ImageShape(6, 5, 3);
  private static final List<Example> IMAGES = SameImages.noise(1, 8, GREY);

  private final SparkSession spark = LocalSpark.session();

  @TempDir private Path directory;
  private Path folder;

  @BeforeEach
  void name() {
    folder = directory.resolve("animals");
  }

  private ImageDataset open(String... settings) {
    return TestData.open(spark, folder.toString(), settings);
  }

  private ImageDataset openFor(ImageShape shape, List<String> classes) {
    return new Datasets(spark, TestData.config())
        .open(
            folder.toString(),
            Optional.of(
                new ModelInput(shape, classes, Preprocessing.plain(Colour.of(shape.channels())))));
  }

  /** Writes images of two classes into a directory. */
  private void pictures(String place, List<Example> images) {
    SameImages.png(folder.resolve(place), images, GREY, label -> label == 0 ? "cat" : "dog");
  }

  private void file(String place, String content) {
    SameImages.write(folder.resolve(place), content.getBytes(UTF_8));
  }

  private static List<List<Object>> content(ImageDataset dataset, Split split) {
    return SameImages.content(dataset.examples(split));
  }

  @Test
  void splitsAndClassesAreItsDirectories() {
    pictures("around/train", IMAGES);
    pictures("around/val", IMAGES.subList(0, 3));
    pictures("around/test", IMAGES.subList(0, 4));

    ImageDataset dataset = open();

    assertThat(dataset.info().name()).isEqualTo("animals");
    assertThat(dataset.info().shape()).isEqualTo(GREY);
    assertThat(dataset.info().classNames()).containsExactly("cat", "dog");
    assertThat(dataset.info().counts())
        .isEqualTo(
            Map.of(
                Split.TRAIN,
                List.of(4L, 4L),
                Split.VALIDATION,
                List.of(2L, 1L),
                Split.TEST,
                List.of(2L, 2L)));
    assertThat(content(dataset, Split.TRAIN)).isEqualTo(SameImages.content(IMAGES));
    assertThat(content(dataset, Split.VALIDATION))
        .isEqualTo(SameImages.content(IMAGES.subList(0, 3)));
    assertThat(dataset.undivided()).isFalse();
    assertThat(dataset.badImages()).isEmpty();
    assertThat(dataset.remarks())
        .containsExactly(
            "Read 15 images of animals: grey, 6x5 as they are; prepare keeps them for the next time");
  }

  @Test
  void validationImagesAreTestImagesWhereThereAreNoOthers() {
    pictures("train", IMAGES);
    pictures("valid", IMAGES.subList(0, 4));

    ImageDataset dataset = open();

    assertThat(dataset.info().splits()).containsExactly(Split.TRAIN, Split.TEST);
    assertThat(content(dataset, Split.TEST)).isEqualTo(SameImages.content(IMAGES.subList(0, 4)));
    assertThat(dataset.remarks())
        .contains("No test images: the validation images are the test images");
  }

  @Test
  void whatIsNoPictureIsLeftOutAndToldAndChangesNothing() {
    pictures("train", IMAGES);
    pictures("test", IMAGES.subList(0, 4));
    for (String place :
        List.of("README.md", "train/labels.csv", "train/cat/Thumbs.db", "notes/a.txt", "empty")) {
      file(place, place.equals("empty") ? "" : "words and \0 bytes");
    }
    file("train/cat/.DS_Store", "hidden");

    ImageDataset dataset = open();

    assertThat(dataset.info().classNames()).containsExactly("cat", "dog");
    assertThat(dataset.info().splits()).containsExactly(Split.TRAIN, Split.TEST);
    assertThat(content(dataset, Split.TRAIN)).isEqualTo(SameImages.content(IMAGES));
    assertThat(dataset.remarks())
        .contains(
            "Left out in animals: 2 of the operating system",
            "Left out 4 files that are no pictures: README.md, empty, notes/a.txt,"
                + " train/labels.csv");
  }

  /** Neither does a directory of other files make a class where nobody has divided the pictures. */
  @Test
  void aDirectoryOfOtherFilesIsNoClass() {
    pictures("", IMAGES);
    file("licence/LICENCE", "words");

    ImageDataset dataset = open("images.test-split=0");

    assertThat(dataset.undivided()).isTrue();
    assertThat(dataset.info().classNames()).containsExactly("cat", "dog");
    assertThat(dataset.remarks()).contains("Left out a file that is no picture: licence/LICENCE");
  }

  @Test
  void picturesAreKnownByTheirContent() {
    pictures("", IMAGES);
    SameImages.png(folder.resolve("cat/nameless"), IMAGES.get(0).image(), GREY);
    SameImages.png(folder.resolve("cat/x.txt"), IMAGES.get(0).image(), GREY);

    ImageDataset dataset = open("images.test-split=0");

    assertThat(dataset.info().counts().get(Split.TRAIN)).containsExactly(6L, 4L);
    // Not all have a number, so that they are numbered in the order of their paths.
    assertThat(dataset.examples(Split.TRAIN).map(Example::id).collect())
        .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void severalSizesAreRefusedUnlessTheyAreBroughtToOne() {
    pictures("", IMAGES);
    SameImages.png(folder.resolve("cat/90.png"), new byte[16], new ImageShape(4, 4, 1));

    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessage(
            "animals: found images of 2 sizes, 6x5 (8), 4x4 (1), expected images of one size, or to"
                + " be told which size to bring them to; add --preprocess resize=HEIGHTxWIDTH, or"
                + " crop= or pad=, or mnist for digits");
    ImageDataset resized = open("images.preprocess=resize=6x5");
    assertThat(resized.info().shape()).isEqualTo(GREY);
    assertThat(resized.info().count(Split.TRAIN) + resized.info().count(Split.TEST)).isEqualTo(9);
  }

  private void someBad() {
    pictures("train", IMAGES);
    pictures("test", IMAGES.subList(0, 4));
    file("train/dog/2000.png", "no picture");
    file("train/cat/3000.jpg", "");
    file("test/emu/1.PNG", "no picture either");
  }

  @Test
  void badPicturesAreRefusedByTheFirstAndTheirNumber() {
    someBad();

    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "animals/test/emu/1.PNG: found ",
            " (and 2 more images that can't be used), expected ",
            ", or go on without such images with --on-bad-image skip")
        .hasMessageNotContaining("\n");
  }

  @Test
  void orTheyAreSkippedAndListed() {
    someBad();

    ImageDataset dataset = open("images.on-bad=skip");

    assertThat(dataset.badImages())
        .extracting(bad -> bad.name().replaceAll(".*animals/", ""))
        .containsExactly("train/cat/3000.jpg", "train/dog/2000.png", "test/emu/1.PNG");
    assertThat(BadImage.csv(dataset.badImages()).lines())
        .hasSize(4)
        .first()
        .isEqualTo("image,problem");
    assertThat(content(dataset, Split.TRAIN)).isEqualTo(SameImages.content(IMAGES));
    // A class whose pictures are all bad is one nonetheless.
    assertThat(dataset.info().classNames()).containsExactly("cat", "dog", "emu");
    assertThat(dataset.info().counts().get(Split.TRAIN)).containsExactly(4L, 4L, 0L);
    assertThat(dataset.info().counts().get(Split.TEST)).containsExactly(2L, 2L, 0L);
    assertThat(dataset.remarks()).contains("Skipped 3 images that can't be read or used");
  }

  @Test
  void oneBadPictureIsToldWithTheWayOn() {
    pictures("", IMAGES);
    file("cat/5000.png", "no picture");

    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("animals/cat/5000.png: found no picture")
        .hasMessageEndingWith("--on-bad-image skip");
  }

  @Test
  void wherePicturesAreAllBadOneIsNamed() {
    file("cat/1.png", "no picture");
    file("dog/2.png", "no picture");
    // The contents are told by what the first bytes are.
    SameImages.write(
        folder.resolve("dog/3.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});

    for (String setting : List.of("images.on-bad=fail", "images.on-bad=skip")) {
      assertThatThrownBy(() -> open(setting))
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll("animals: found no image that can be used, ", ".png for one: ");
    }
  }

  @Test
  void aBlankPictureIsNoDigit() {
    SameImages.png(folder, SameImages.digits(Split.TRAIN, 12), SameImages.DIGIT, Integer::toString);
    SameImages.png(folder.resolve("7/99.png"), new byte[784], SameImages.DIGIT);

    assertThatThrownBy(() -> open("images.preprocess=mnist"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("animals/7/99.png: found no ink in it");
    ImageDataset skipped =
        open("images.preprocess=mnist", "images.on-bad=skip", "images.test-split=0");
    assertThat(skipped.info().count(Split.TRAIN)).isEqualTo(12);
    assertThat(skipped.badImages()).hasSize(1);
  }

  @Test
  void greyAndColourTogetherAreColour() {
    pictures("", IMAGES);
    List<Example> coloured = SameImages.noise(2, 1, COLOUR);
    SameImages.png(folder.resolve("cat/90.png"), coloured.get(0).image(), COLOUR);

    ImageDataset dataset = open("images.test-split=0");

    assertThat(dataset.info().shape()).isEqualTo(COLOUR);
    assertThat(dataset.info().preprocessing()).isEqualTo(Preprocessing.plain(Colour.RGB));
    byte[] grey = dataset.examples(Split.TRAIN).filter(each -> each.id() == 3).first().image();
    for (int channel = 0; channel < 3; channel++) {
      assertThat(Arrays.copyOfRange(grey, channel * 30, channel * 30 + 30))
          .isEqualTo(IMAGES.get(3).image());
    }
    assertThat(dataset.examples(Split.TRAIN).filter(each -> each.id() == 90).first().image())
        .isEqualTo(coloured.get(0).image());
    assertThat(open("images.preprocess=grey").info().shape()).isEqualTo(GREY);
  }

  @Test
  void colourFilesOfGreyPicturesAreGrey() {
    for (Example each : IMAGES) {
      byte[] three = new byte[90];
      for (int channel = 0; channel < 3; channel++) {
        System.arraycopy(each.image(), 0, three, channel * 30, 30);
      }
      SameImages.png(folder.resolve(each.label() + "/" + each.id() + ".png"), three, COLOUR);
    }

    ImageDataset dataset = open("images.test-split=0");

    assertThat(dataset.info().shape()).isEqualTo(GREY);
    assertThat(content(dataset, Split.TRAIN)).isEqualTo(SameImages.content(IMAGES));
  }

  @Test
  void aModelsClassesAreFoundByTheirNames() {
    pictures("", IMAGES.subList(0, 3));

    ImageDataset dataset = openFor(GREY, List.of("dog", "emu", "cat"));

    assertThat(dataset.info().classNames()).containsExactly("dog", "emu", "cat");
    assertThat(dataset.info().counts().get(Split.TEST)).containsExactly(1L, 0L, 2L);
    assertThat(dataset.examples(Split.TEST).map(Example::label).collect())
        .containsExactlyInAnyOrder(2, 2, 0);
    assertThatThrownBy(() -> openFor(GREY, List.of("dog", "emu", "fox")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("animals: found the class 'cat', expected one of dog, emu, fox");
  }

  @Test
  void aModelTakesItsSizeAndRefusesOthersWithTheWayOut() {
    pictures("", IMAGES);

    assertThatThrownBy(() -> openFor(new ImageShape(8, 8, 1), List.of("cat", "dog")))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "found an image of 6x5 (and 7 more images that can't be used), expected 8x8",
            "--preprocess resize=8x8");
  }

  @Test
  void picturesWithoutAClassAreRefused() {
    pictures("", IMAGES);
    SameImages.png(folder.resolve("90.png"), IMAGES.get(0).image(), GREY);

    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("animals: found an image without a class, ", "animals/90.png");
    SameImages.png(folder.resolve("91.png"), IMAGES.get(0).image(), GREY);
    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("2 images without a class, such as ", "animals/90.png");
  }

  @Test
  void splitsBesideOtherDirectoriesAreRefused() {
    pictures("train", IMAGES);
    pictures("test", IMAGES);
    pictures("more", IMAGES);

    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found pictures in test/ and more/cat/00000.png, expected all in");
  }
}
