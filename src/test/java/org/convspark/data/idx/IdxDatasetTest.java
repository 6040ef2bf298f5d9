package org.convspark.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convspark.data.arrays.ArrayTests.assertFixture;
import static org.convspark.data.arrays.ArrayTests.config;
import static org.convspark.data.arrays.ArrayTests.model;
import static org.convspark.data.arrays.ArrayTests.open;
import static org.convspark.data.idx.IdxFixture.gzip;
import static org.convspark.data.idx.IdxFixture.images;
import static org.convspark.data.idx.IdxFixture.labels;
import static org.convspark.data.idx.IdxFixture.put;
import static org.convspark.data.idx.IdxFixture.typed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.arrays.ArrayTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public final class IdxDatasetTest {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void readsPlainAndGzipFilesAlike(String suffix) throws Exception {
    ImageDataset dataset = open(IdxFixture.write(directory, suffix));

    assertFixture(dataset);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(images(IdxFixture.TRAIN));
    assertThat(dataset.info().sha256())
        .hasSize(4)
        .containsEntry(IMAGES, HexFormat.of().formatHex(digest));
    assertThat(dataset.undivided()).isFalse();
    assertThat(dataset.remarks()).isEmpty();
  }

  /** Checks that these are the first examples of {@link IdxFixture}. */
  public static void assertExamples(List<Example> examples, int count) {
    assertFixture(examples, count);
  }

  @Test
  void tellsGzipByContentAndAcceptsDottedNames() {
    put(directory, "train-images.idx3-ubyte", gzip(images(30)));
    put(directory, "train-labels.idx1-ubyte", labels(30));
    put(directory, "t10k-images.idx3-ubyte.gz", images(12));
    put(directory, "t10k-labels-idx1-ubyte", labels(12));

    assertFixture(open(directory));
  }

  @ParameterizedTest
  @CsvSource({
    "emnist-letters-train-images-idx3-ubyte.gz,emnist-letters-train-labels-idx1-ubyte.gz,"
        + "emnist-letters-test-images-idx3-ubyte.gz,emnist-letters-test-labels-idx1-ubyte.gz",
    "qmnist-train-images-idx3-ubyte.gz,qmnist-train-labels-idx1-ubyte,"
        + "qmnist-test50k-images-idx3-ubyte,qmnist-test50k-labels-idx1-ubyte",
    "TRAIN-IMAGES-IDX3-UBYTE.GZ,TRAIN-LABELS-IDX1-UBYTE.GZ,"
        + "T10K-IMAGES-IDX3-UBYTE.GZ,T10K-LABELS-IDX1-UBYTE.GZ",
    "digits_train_images_60000.idx,digits_train_labels_60000.idx,"
        + "digits_val_images_10000.idx,digits_val_labels_10000.idx",
    "train/images,train/labels,Testing/images.idx3,Testing/labels.idx1",
    "trainImages.bin,trainLabels.bin,testImages.bin,testLabels.bin",
  })
  void acceptsTheNamesThatPeopleGive(String train, String labels, String test, String testLabels)
      throws IOException {
    for (String name : List.of(train, labels, test, testLabels)) {
      Files.createDirectories(directory.resolve(name).getParent());
    }
    write(train, images(30));
    write(labels, labels(30));
    write(test, images(12));
    write(testLabels, labels(12));
    Files.writeString(directory.resolve("images-readme.txt"), "labels and images");
    Files.writeString(directory.resolve("train-images-idx3-ubyte.gz.md5"), "f68b3c2dcbeaaa9f");

    assertFixture(open(directory));
  }

  private void write(String name, byte[] content) throws IOException {
    boolean zipped = name.endsWith("gz") || name.endsWith("GZ");
    Files.write(directory.resolve(name), zipped ? gzip(content) : content);
  }

  @Test
  void aPlainFileComesBeforeTheCompressedOneAndADirectoryBeforeThoseBelow() {
    IdxFixture.write(directory, ".gz");
    IdxFixture.write(directory, "");
    put(directory.resolve("older"), IMAGES, images(29));

    ImageDataset dataset = open(directory);

    assertFixture(dataset);
    assertThat(dataset.examples(Split.TRAIN).getNumPartitions()).isEqualTo(1);
    assertThat(dataset.remarks()).containsExactly("Left out " + IMAGES);
  }

  @Test
  void severalKindsOfEmnistAreNotGuessedAmong() throws IOException {
    for (String kind : List.of("emnist-letters", "emnist-digits")) {
      for (String split : List.of("train", "test")) {
        write(kind + "-" + split + "-images-idx3-ubyte", images(30));
        write(kind + "-" + split + "-labels-idx1-ubyte", labels(30));
      }
    }

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("several datasets: emnist-digits-")
        .hasMessageContaining("emnist-letters-")
        .hasMessageContaining("a directory of their own")
        .hasMessageNotContaining("\n");

    Files.delete(directory.resolve("emnist-letters-train-labels-idx1-ubyte"));
    Files.delete(directory.resolve("emnist-letters-test-labels-idx1-ubyte"));
    ImageDataset dataset = open(directory);
    assertThat(dataset.info().sha256()).containsKey("emnist-digits-train-images-idx3-ubyte");
    assertThat(dataset.remarks().get(0)).contains("Left out emnist-letters-");
  }

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(0x08, 1.0, null),
        Arguments.of(0x0b, 1.0, null),
        Arguments.of(0x0c, 1.0, null),
        Arguments.of(0x0d, 1.0, null),
        Arguments.of(0x0e, 1.0, null),
        Arguments.of(0x0d, 1 / 255.0, "Pixels are 0 to 1 (float32): multiplied by 255"),
        Arguments.of(0x0e, 1 / 255.0, "Pixels are 0 to 1 (float64): multiplied by 255"),
        Arguments.of(
            0x0b,
            4095 / 255.0,
            "Pixels go up to 4095 (int16): taken for numbers of 12 bits and brought to 0 to 255"),
        Arguments.of(
            0x0c,
            257.0,
            "Pixels go up to 65535 (int32): taken for numbers of 16 bits and brought to 0 to 255"),
        Arguments.of(
            0x0d,
            1023 / 255.0,
            "Pixels go up to 1023 (float32): taken for numbers of 10 bits and brought to 0 to"
                + " 255"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeOfElementGivesTheSameImages(int type, double factor, String remark)
      throws IOException {
    for (String split : List.of("train", "test")) {
      int count = split.equals("train") ? 30 : 12;
      write(
          split + "-images.gz",
          typed(
              type,
              i -> {
                double value = ArrayTests.pixel(i) * factor;
                return factor > 1 ? Math.rint(value) : value;
              },
              count,
              3,
              2));
      write(split + "-labels", typed(type, IdxFixture::label, count));
    }

    ImageDataset dataset = open(directory);

    assertFixture(dataset);
    assertThat(dataset.remarks()).isEqualTo(remark == null ? List.of() : List.of(remark));
  }

  @Test
  void qmnistsLabelsAreTheFirstOfEightColumns() throws IOException {
    write("qmnist-train-images-idx3-ubyte.gz", images(30));
    write(
        "qmnist-train-labels-idx2-int.gz",
        typed(0x0c, i -> i % 8 == 0 ? IdxFixture.label(i / 8) : 1000 + i, 30, 8));
    write("qmnist-test-images-idx3-ubyte", images(12));
    write(
        "qmnist-test-labels-idx2-int",
        typed(0x0c, i -> i % 8 == 0 ? IdxFixture.label(i / 8) : -1, 12, 8));

    assertFixture(open(directory));
  }

  @Test
  void lettersKeepTheirNumbersAndTheClassWithoutImagesIsNamed() throws IOException {
    write("emnist-letters-train-images-idx3-ubyte", images(52));
    write("emnist-letters-train-labels-idx1-ubyte", typed(0x08, i -> i % 26 + 1, 52));

    ImageDataset dataset = open(directory);

    assertThat(dataset.info().classes()).isEqualTo(27);
    assertThat(dataset.remarks()).containsExactly("No training images of class 0");
    assertThat(dataset.examples(Split.TRAIN).map(Example::label).collect())
        .contains(26)
        .doesNotContain(0);
  }

  @Test
  void transposedImagesAreSetRightByOneOption() throws IOException {
    for (String split : List.of("train", "test")) {
      int count = split.equals("train") ? 30 : 12;
      // Columns and rows exchanged, as EMNIST's are.
      write(
          "emnist-digits-" + split + "-images-idx3-ubyte.gz",
          typed(0x08, i -> IdxFixture.image(i / 6)[i % 3 * 2 + i % 6 / 3], count, 2, 3));
      write("emnist-digits-" + split + "-labels-idx1-ubyte.gz", labels(count));
    }

    ImageDataset dataset = open(directory, config("transpose", null));

    assertFixture(dataset);
    assertThat(dataset.info().preprocessing().transpose()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void imagesOfChannelsAreInEitherOrder(boolean first) throws IOException {
    int[] dims = first ? new int[] {30, 3, 4, 2} : new int[] {30, 4, 2, 3};
    write("train-images", typed(0x08, i -> i % 24 * 10, dims));
    write("train-labels", labels(30));

    ImageDataset dataset = open(directory);

    assertThat(dataset.info().shape()).isEqualTo(new ImageShape(4, 2, 3));
    byte[] planar = new byte[24];
    for (int p = 0; p < 8; p++) {
      for (int channel = 0; channel < 3; channel++) {
        planar[channel * 8 + p] = (byte) (10 * (first ? channel * 8 + p : p * 3 + channel));
      }
    }
    assertThat(dataset.examples(Split.TRAIN).first().image()).isEqualTo(planar);
  }

  @Test
  void whereTheChannelsAreIsAskedWhereItCannotBeTold() throws IOException {
    write("train-images", typed(0x08, i -> i % 36, 30, 3, 4, 3));
    write("train-labels", labels(30));

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("30x3x4x3, whose channels may be first or last")
        .hasMessageContaining("--image-shape 3x4x3");
  }

  @Test
  void flatImagesHaveTheShapeThatIsSaidOrAreSquares() throws IOException {
    write("train-images", typed(0x08, ArrayTests::pixel, 30, 6));
    write("train-labels", labels(30));

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("6 values an image")
        .hasMessageContaining("--image-shape");
    ImageDataset asked = open(directory, config(null, "3x2"));
    assertThat(asked.info().shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat(asked.examples(Split.TRAIN).first().image()).isEqualTo(IdxFixture.image(0));

    write("train-images", typed(0x08, i -> i % 9 * 9, 30, 9));
    ImageDataset square = open(directory);
    assertThat(square.info().shape()).isEqualTo(new ImageShape(3, 3, 1));
    assertThat(square.remarks())
        .containsExactly("9 values an image, without a shape: taken for 3x3");
  }

  @Test
  void slicesOfPlainFilesCoverEveryExampleOnce() throws IOException {
    // Slices have 8 MiB or more.
    int count = 20_000;
    write("train-images", typed(0x08, i -> i / 1024 % 251, count, 32, 32));
    write("train-labels", typed(0x0c, i -> i % 7, count));

    var examples = open(directory).examples(Split.TRAIN);

    assertThat(examples.getNumPartitions()).isGreaterThan(1);
    List<Example> all = examples.collect();
    assertThat(all).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(all.get(i).id()).isEqualTo(i);
      assertThat(all.get(i).label()).isEqualTo(i % 7);
      assertThat(all.get(i).image()[1023] & 0xff).isEqualTo(i % 251);
    }
  }

  @Test
  void oneSplitAloneIsADataset() throws IOException {
    write("t10k-images-idx3-ubyte", images(12));
    write("t10k-labels-idx1-ubyte", typed(0x08, i -> i % 2, 12));

    ImageDataset alone = open(directory);
    assertThat(alone.info().splits()).containsExactly(Split.TEST);
    assertThat(alone.info().classes()).isEqualTo(2);
    // The model knows of classes that these images don't have.
    ImageDataset forModel = open(directory, model(3, 2, "a", "b", "c"));
    assertThat(forModel.info().classes()).isEqualTo(3);
    assertThat(forModel.info().counts().get(Split.TEST)).containsExactly(6L, 6L, 0L);
    assertThat(forModel.remarks()).containsExactly("No test images of class 2");
  }

  @Test
  void aTrainingSetAloneIsDividedByChance() throws IOException {
    write("train-images-idx3-ubyte", images(30));
    write("train-labels-idx1-ubyte", labels(30));

    ImageDataset dataset = open(directory, config(null, null, 0.2));

    assertThat(dataset.info().counts().get(Split.TEST)).containsExactly(2L, 2L, 2L);
    assertThat(dataset.info().counts().get(Split.TRAIN)).containsExactly(8L, 8L, 8L);
  }

  @Test
  void anUndividedSetIsAllTestImagesForAModel() throws IOException {
    write("xnist-images-idx3-ubyte", images(30));
    write("xnist-labels-idx2-int", typed(0x0c, i -> i % 8 == 0 ? i / 8 % 3 : 9, 30, 8));

    assertThat(open(directory).undivided()).isTrue();
    ImageDataset dataset = open(directory, model(3, 2, "0", "1", "2"));
    assertThat(dataset.info().splits()).containsExactly(Split.TEST);
    assertFixture(dataset.examples(Split.TEST).collect(), 30);
  }

  @Test
  void withoutLabelsOnlyWhatHasThemIsEvaluated() throws IOException {
    IdxFixture.write(directory, "");
    Files.delete(directory.resolve(LABELS));

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no " + LABELS + ", expected the four IDX files")
        .hasMessageContaining("data-prep/fetch.sh mnist");
    ImageDataset forModel = open(directory, model(3, 2, "0", "1", "2"));
    assertThat(forModel.info().splits()).containsExactly(Split.TEST);
    assertThat(forModel.remarks()).singleElement().asString().contains(IMAGES, "has no labels");

    Files.delete(directory.resolve("t10k-labels-idx1-ubyte"));
    assertThatThrownBy(() -> open(directory, model(3, 2, "0", "1", "2")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("labels-idx1-ubyte, expected the four IDX files");
  }

  @Test
  void aFileOfImagesAloneIsNoDataset() throws IOException {
    write("digits", images(12));

    assertThatThrownBy(() -> open(directory.resolve("digits")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("digits: found images without labels");
    Files.move(directory.resolve("digits"), directory.resolve("train-imgs"));
    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no labels for train-imgs");
  }

  static Stream<Arguments> damage() {
    byte[] whole = images(30);
    byte[] zipped = gzip(whole);
    byte[] wrongByte = zipped.clone();
    wrongByte[zipped.length - 5] ^= 1;
    byte[] wild = labels(30);
    wild[8 + 4] = (byte) 255;
    byte[] strange = labels(12);
    strange[8 + 5] = 3;
    return Stream.of(
        damage("empty", IMAGES, new byte[0], "an empty file"),
        damage("header cut", IMAGES, Arrays.copyOf(whole, 10), "end of the file at byte 10"),
        damage("labels as images", IMAGES, labels(30), "0x00000801 (labels)", "swapped"),
        damage("images as labels", LABELS, images(30), "0x00000803 (images)", "swapped"),
        damage("web page", IMAGES, "<!DOCTYPE html>".getBytes(), "0x3c21444f", "fetch"),
        damage("unknown type", IMAGES, images(0xa03, 30, 3, 2, 30), "0x00000a03 at byte 0"),
        damage("five dimensions", IMAGES, images(0x805, 30, 3, 2, 30), "0x00000805 at byte 0"),
        damage("no images", IMAGES, images(0x803, 0, 3, 2, 0), "0 images"),
        damage("no pixels", IMAGES, images(0x803, 30, 0, 2, 0), "images of 0x2"),
        damage("hostile size", IMAGES, images(0x803, 30, -1, -1, 0), "4294967295x4294967295"),
        damage("cut", IMAGES, Arrays.copyOf(whole, 100), "at byte 100", "196 bytes"),
        damage("trailing", IMAGES, Arrays.copyOf(whole, 197), "more data at byte 196"),
        damage("gzip cut", IMAGES, Arrays.copyOf(zipped, zipped.length - 30), "ends early"),
        damage("gzip header only", IMAGES, Arrays.copyOf(zipped, 4), "ends early after byte 0"),
        damage("gzip checksum", IMAGES, wrongByte, "damaged gzip data"),
        damage("gzip of cut", IMAGES, gzip(Arrays.copyOf(whole, 100)), "at byte 100"),
        damage("gzip of trailing", IMAGES, gzip(Arrays.copyOf(whole, 197)), "at byte 196"),
        damage("counts differ", LABELS, labels(29), "29 labels", "30, one for each image"),
        damage("wild label", LABELS, wild, "highest label of 255 (first at byte 12)"),
        damage("strange test label", "t10k-labels-idx1-ubyte", strange, "label 3 at byte 13"),
        damage(
            "test shape", "t10k-images-idx3-ubyte", images(0x803, 12, 2, 3, 12), "2x3x1", "3x2x1"),
        damage(
            "negative pixel",
            IMAGES,
            typed(0x0b, i -> i == 7 ? -5 : i, 30, 3, 2),
            "a pixel of -5 at byte 30"),
        damage(
            "no number",
            IMAGES,
            typed(0x0d, i -> i == 2 ? Double.NaN : i, 30, 3, 2),
            "a pixel of NaN at byte 24"),
        damage(
            "too bright",
            IMAGES,
            typed(0x0c, i -> 1000 * i, 30, 3, 2),
            "pixels up to 179000",
            "whole numbers up to 65535"),
        damage(
            "parts too bright", IMAGES, typed(0x0d, i -> 2.5 * i, 30, 3, 2), "pixels up to 447.5"),
        damage("negative label", LABELS, typed(0x09, i -> i - 1, 30), "label -1 at byte 8"),
        damage("half a label", LABELS, typed(0x0d, i -> 0.5, 30), "label 0.5 at byte 8"),
        damage("one-hot labels", LABELS, typed(0x08, i -> 1, 30, 3), "labels of 30x3"));
  }

  private static Arguments damage(String name, String file, byte[] content, String... message) {
    Consumer<Path> spoil = directory -> put(directory, file, content);
    return Arguments.of(name, file, spoil, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damage")
  void damageIsOneLineThatNamesTheFile(
      String name, String file, Consumer<Path> spoil, String[] message) {
    IdxFixture.write(directory, "");
    spoil.accept(directory);

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file)
        .hasMessageContainingAll(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void floatsOfTwoRangesAreRefused() throws IOException {
    write("train-images", typed(0x0d, i -> i % 2, 30, 3, 2));
    write("train-labels", labels(30));
    write("test-images", typed(0x0d, i -> i % 6, 12, 3, 2));
    write("test-labels", labels(12));

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("pixels up to 5")
        .hasMessageContaining("0 to 1 as in")
        .hasMessageContaining("train-images");
  }

  @Test
  void refusesADirectoryInPlaceOfAFile() throws IOException {
    IdxFixture.write(directory, "");
    Files.delete(directory.resolve(IMAGES));
    Files.createDirectory(directory.resolve(IMAGES));

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(IMAGES + ": found a directory");
  }
}
