package org.convspark.data.npz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convspark.data.arrays.ArrayTests.assertFixture;
import static org.convspark.data.arrays.ArrayTests.config;
import static org.convspark.data.arrays.ArrayTests.model;
import static org.convspark.data.arrays.ArrayTests.open;
import static org.convspark.data.arrays.NumpyFixture.arrays;
import static org.convspark.data.arrays.NumpyFixture.header;
import static org.convspark.data.arrays.NumpyFixture.npy;
import static org.convspark.data.arrays.NumpyFixture.npz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.convspark.config.InputException;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.arrays.ArrayTests;
import org.convspark.data.arrays.NumpyFixture;
import org.convspark.data.idx.IdxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NpzDatasetTest {
  @TempDir Path directory;

  private static byte[] images(int count) {
    return npy(1, "|u1", false, ArrayTests::pixel, count, 3, 2);
  }

  private static byte[] labels(int count) {
    return npy(1, "|u1", false, IdxFixture::label, count);
  }

  private Path file(Map<String, byte[]> arrays) {
    return file(false, arrays);
  }

  private Path file(boolean deflated, Map<String, byte[]> arrays) {
    Path file = directory.resolve("digits.npz");
    npz(file, deflated, arrays);
    return file;
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  @ParameterizedTest
  @CsvSource({
    "x_train, y_train, x_test, y_test",
    "train_images, train_labels, test_images, test_labels",
    "X_train, Y_train, X_val, Y_val",
    "train_x, train_y, valid_x, valid_y",
    "trainImages, trainTargets, testImages, testTargets",
    "digits/xtrain, digits/ytrain, digits/xtest, digits/ytest",
  })
  void acceptsTheNamesThatPeopleGive(String train, String labels, String test, String testLabels)
      throws Exception {
    Map<String, byte[]> arrays =
        arrays(test, images(12), testLabels, labels(12), train, images(30), labels, labels(30));

    for (boolean deflated : new boolean[] {false, true}) {
      ImageDataset dataset = open(file(deflated, arrays));
      assertFixture(dataset);
      assertThat(dataset.info().name()).isEqualTo("digits");
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(Arrays.copyOfRange(IdxFixture.images(30), 16, 196));
      assertThat(dataset.info().sha256())
          .hasSize(4)
          .containsEntry(train.substring(train.indexOf('/') + 1), HexFormat.of().formatHex(digest));
    }
  }

  static Stream<Arguments> types() {
    return Stream.of("<u2", ">i2", "<u4", ">i4", "<u8", ">i8", "<f2", ">f4", "<f4", ">f8", "|u1")
        .flatMap(
            type ->
                Stream.of(true, false)
                    .map(
                        fortran -> Arguments.of(1 + "uif".indexOf(type.charAt(1)), type, fortran)));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeAndOrderGivesTheSameImages(int version, String type, boolean fortran) {
    byte[] train = npy(version, type, fortran, ArrayTests::pixel, 30, 3, 2);
    byte[] test = npy(version, type, fortran, ArrayTests::pixel, 12, 3, 2);
    byte[] trainLabels = npy(version, type, fortran, IdxFixture::label, 30, 1);
    byte[] testLabels = npy(version, type, fortran, IdxFixture::label, 12, 1);

    assertFixture(
        open(
            file(
                fortran,
                arrays(
                    "x_train",
                    train,
                    "y_train",
                    trainLabels,
                    "x_test",
                    test,
                    "y_test",
                    testLabels))));
  }

  @Test
  void fractionsAndSwitchesAreBroughtTo255() {
    IntToDoubleFunction fraction = i -> ArrayTests.pixel(i) / 255;
    Path file =
        file(
            arrays(
                "x_train",
                npy(1, "<f4", false, fraction, 30, 3, 2, 1),
                "y_train",
                labels(30),
                "x_test",
                npy(1, "<f8", false, fraction, 12, 3, 2, 1),
                "y_test",
                labels(12)));
    ImageDataset floats = open(file, config(null, "3x2x1"));
    assertFixture(floats);
    assertThat(floats.remarks())
        .containsExactly(
            "Pixels are 0 to 1 (float32): multiplied by 255",
            "Pixels are 0 to 1 (float64): multiplied by 255");

    ImageDataset switches =
        open(file(arrays("x", npy(1, "|b1", false, i -> i % 2, 30, 3, 2), "y", labels(30))));
    assertThat(switches.examples(Split.TRAIN).first().image())
        .containsExactly(0, 255, 0, 255, 0, 255);

    ImageDataset rounded =
        open(file(arrays("x", npy(1, "<f4", false, i -> i % 6 + 0.5, 30, 3, 2), "y", labels(30))));
    assertThat(rounded.examples(Split.TRAIN).first().image()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(rounded.remarks()).containsExactly("Pixels aren't whole (float32): rounded");

    ImageDataset dark =
        open(file(arrays("x", npy(1, "|u1", false, i -> i % 2, 30, 3, 2), "y", labels(30))));
    assertThat(dark.remarks())
        .containsExactly("No pixel is over 1 (uint8): taken for 0 to 255 all the same");
  }

  @Test
  void medmnistsColourImagesHaveTheirChannelsLast() {
    Map<String, byte[]> arrays =
        arrays(
            "train_images", npy(1, "|u1", false, i -> i % 24, 30, 4, 2, 3),
            "train_labels", npy(1, "<i8", false, IdxFixture::label, 30, 1),
            "val_images", npy(1, "|u1", true, i -> i % 24, 12, 4, 2, 3),
            "val_labels", npy(1, "<i8", false, IdxFixture::label, 12, 1),
            "test_images", npy(1, "|u1", false, i -> i % 24, 12, 3, 4, 2),
            "test_labels", npy(1, "<i8", false, IdxFixture::label, 12, 1));

    ImageDataset dataset = open(file(arrays));

    assertThat(dataset.info().splits()).containsExactly(Split.TRAIN, Split.VALIDATION, Split.TEST);
    assertThat(dataset.info().shape()).isEqualTo(new ImageShape(4, 2, 3));
    byte[] planar = new byte[24];
    for (int i = 0; i < 24; i++) {
      planar[i % 3 * 8 + i / 3] = (byte) i;
    }
    assertThat(dataset.examples(Split.TRAIN).first().image()).isEqualTo(planar);
    assertThat(dataset.examples(Split.VALIDATION).first().image()).isEqualTo(planar);
    assertThat(dataset.examples(Split.TEST).first().image()[23]).isEqualTo((byte) 23);
  }

  @Test
  void imagesInFortransOrderAreGatheredInSeveralSlices() throws IOException {
    // Of 512x512 pixels 64 images are gathered at once.
    Path file = directory.resolve("large.npz");
    npz(
        file,
        true,
        arrays(
            "x", npy(1, "|u1", true, i -> (i >> 18) % 7 * 30 + i % 5, 80, 512, 512),
            "y", npy(1, "|u1", false, i -> i % 7, 80)));

    var examples = open(file).examples(Split.TRAIN);

    assertThat(examples.getNumPartitions()).isEqualTo(2);
    examples
        .collect()
        .forEach(
            each -> {
              assertThat(each.label()).isEqualTo((int) (each.id() % 7));
              for (int i : new int[] {0, 1, 511, 512, 100_000, (1 << 18) - 1}) {
                assertThat(each.image()[i] & 0xff)
                    .isEqualTo((int) (each.id() % 7 * 30 + ((each.id() << 18) + i) % 5));
              }
            });
  }

  @ParameterizedTest
  @CsvSource({"x, y", "images, labels", "data, target", "arr_0, arr_1"})
  void onePairIsUndivided(String images, String labels) {
    Path file = file(arrays(images, images(30), labels, labels(30)));

    assertThat(open(file).undivided()).isTrue();
    ImageDataset forModel = open(file, model(3, 2, "0", "1", "2"));
    assertThat(forModel.info().splits()).containsExactly(Split.TEST);
    assertFixture(forModel.examples(Split.TEST).collect(), 30);
  }

  @Test
  void filesOfTheirOwnAreRead() throws IOException {
    write("x_train.npy", images(30));
    write("y_train.npy", labels(30));
    write("x_test.npy", images(12));
    write("y_test.npy", labels(12));
    write("notes.txt", "written by numpy.save".getBytes());

    assertFixture(open(directory));
  }

  /** KMNIST's archives have one array each, which NumPy named. */
  @Test
  void archivesOfOneArrayAreNamedByTheirFiles() {
    npz(directory.resolve("kmnist-train-imgs.npz"), true, arrays("arr_0", images(30)));
    npz(directory.resolve("kmnist-train-labels.npz"), true, arrays("arr_0", labels(30)));
    npz(directory.resolve("kmnist-test-imgs.npz"), true, arrays("arr_0", images(12)));
    npz(directory.resolve("kmnist-test-labels.npz"), true, arrays("arr_0", labels(12)));

    assertFixture(open(directory));
  }

  @Test
  void archivesOfOneSplitEachAreOneDataset() {
    npz(directory.resolve("train.npz"), true, arrays("x", images(30), "y", labels(30)));
    npz(directory.resolve("test.npz"), true, arrays("x", images(12), "y", labels(12)));

    assertFixture(open(directory));
  }

  @Test
  void severalDatasetsAreNotGuessedAmong() {
    npz(directory.resolve("blood.npz"), true, arrays("x_train", images(30), "y_train", labels(30)));
    npz(directory.resolve("path.npz"), true, arrays("x_train", images(30), "y_train", labels(30)));

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("several datasets")
        .hasMessageContaining("blood.npz")
        .hasMessageContaining("path.npz")
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsNeitherImagesNorLabelsIsLeftOutAndTold() {
    ImageDataset dataset =
        open(
            file(
                arrays(
                    "x_train", images(30),
                    "y_train", labels(30),
                    "x_test", images(12),
                    "label_names",
                        header(1, "{'descr': '|O', 'fortran_order': False, 'shape': (3,)}"),
                    "mean", npy(1, "<f4", false, i -> 1, 3, 2))));

    assertThat(dataset.info().splits()).containsExactly(Split.TRAIN);
    assertThat(dataset.remarks())
        .hasSize(2)
        .contains("Left out label_names (digits.npz), mean (digits.npz)")
        .anySatisfy(line -> assertThat(line).contains("(x_test), which has no labels"));
  }

  @Test
  void sizesOver32BitsAreRead() throws IOException {
    Path file = write("train-images.npz", NumpyFixture.zip64("arr_0.npy", images(30)));
    Files.write(directory.resolve("train-labels.npz"), NumpyFixture.zip64("arr_0.npy", labels(30)));

    assertFixture(open(file.getParent()).examples(Split.TRAIN).collect(), 30);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refused("objects", "|O", "30, 3, 2", "a pickled array of Python objects", "never read"),
        refused("text", "<U10", "30, 3, 2", "an array of type <U10"),
        refused("complex", "<c8", "30, 3, 2", "an array of type <c8"),
        refused("giant", "|u1", "4611686018427387904, 9, 9", "an array of (46116860184273879"),
        refused("beyond", "|u1", "99999999999999999999999", "by its header"),
        refused("more than there is", "|u1", "3000000, 3, 2", "the end of the file at byte 308"),
        refused("less than there is", "|u1", "3, 3, 2", "more data at byte 146"),
        refused("none", "|u1", "0, 3, 2", "an empty array"),
        refused("scalar", "|u1", "", "an array of 0 dimensions"),
        refused("one dimension", "|u1", "180,", "an array of 180"),
        refused("volumes", "|u1", "5, 2, 3, 2, 3", "an array of 5x2x3x2x3"),
        refused(
            "too many channels", "|u1", "5, 2, 2, 9", "an array of 5x2x2x9", "1 or 3 channels"));
  }

  private static Arguments refused(String name, String type, String shape, String... message) {
    return Arguments.of(name, type, shape, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatIsNoArrayOfImagesIsOneLine(String name, String type, String shape, String[] message)
      throws IOException {
    byte[] header =
        header(1, "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + ")}");
    byte[] array = Arrays.copyOf(header, header.length + 180);
    int count = shape.startsWith("5,") ? 5 : shape.startsWith("180,") ? 180 : 30;

    for (boolean deflated : new boolean[] {false, true}) {
      Path file = file(deflated, arrays("x_train", array, "y_train", labels(count)));
      assertThatThrownBy(() -> open(file))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("x_train")
          .hasMessageContainingAll(message)
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void structuresAndSeveralLabelsAnImageAreRefused() {
    byte[] structure =
        header(
            1, "{'descr': [('a', '<i4'), ('b', '<f4')], 'fortran_order': False, 'shape': (30,), }");
    assertThatThrownBy(() -> open(file(arrays("x", images(30), "y", structure))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("an array of type [('a', '<i4')");
    byte[] several = npy(1, "|u1", false, i -> i % 2, 30, 14);
    assertThatThrownBy(() -> open(file(arrays("x", images(30), "y", several))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("labels of 30x14");
  }

  @Test
  void anArchiveWithoutArraysIsToBeUnpacked() {
    assertThatThrownBy(() -> open(file(Map.of("train-images.gz", new byte[10]))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("an archive without NumPy's arrays")
        .hasMessageContaining("unpack it");
    assertThatThrownBy(() -> open(file(arrays("weights", images(30), "bias", labels(30)))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("arrays named weights (digits.npz), bias (digits.npz)")
        .hasMessageContaining("x_train");
  }

  @Test
  void labelsAreMissingInOneLine() {
    assertThatThrownBy(() -> open(file(arrays("x_train", images(30)))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no labels for x_train");
    assertThatThrownBy(() -> open(file(arrays("y_train", labels(30)))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no images for y_train");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changedBytesAreFoundByTheChecksum(boolean deflated) throws IOException {
    byte[] random = new byte[180];
    new Random(1).nextBytes(random);
    Path file =
        file(
            deflated,
            arrays("x", npy(1, "|u1", false, i -> random[i] & 0xff, 30, 3, 2), "y", labels(30)));
    byte[] content = Files.readAllBytes(file);
    content[150] ^= 1;
    Files.write(file, content);

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("(x): found damaged zip data");
  }

  @Test
  void flatImagesTakeTheModelsShape() {
    Path file = file(arrays("x", npy(1, "|u1", false, ArrayTests::pixel, 30, 6), "y", labels(30)));

    assertThat(open(file, model(3, 2, "0", "1", "2")).info().shape())
        .isEqualTo(new ImageShape(3, 2, 1));
    assertThat(open(file, config(null, "2x3")).info().shape()).isEqualTo(new ImageShape(2, 3, 1));
    assertThatThrownBy(() -> open(file, config(null, "2x2")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("6 values an image, expected 4 for 2x2x1");
  }
}
