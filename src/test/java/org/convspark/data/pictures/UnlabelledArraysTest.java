package org.convspark.data.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.convspark.LocalSpark;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.arrays.ArrayTests;
import org.convspark.data.arrays.NumpyFixture;
import org.convspark.data.idx.IdxFixture;
import org.convspark.data.preprocessing.Colour;
import org.convspark.data.preprocessing.Fit;
import org.convspark.data.preprocessing.Manner;
import org.convspark.data.preprocessing.Preprocessing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnlabelledArraysTest {
  private static final ModelInput MODEL = ArrayTests.model(3, 2, "0", "1", "2");

  @TempDir private Path directory;

  private static Images open(Path path, ModelInput model, DataConfig config) {
    return new ImageSources(LocalSpark.session(), config, model).open(path.toString(), Split.TEST);
  }

  private static Images open(Path path) {
    return open(path, MODEL, ArrayTests.config(null, null));
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private static void assertFixture(Images images, int count) {
    assertThat(images.shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat(images.count()).isEqualTo(Optional.of((long) count));
    List<Row> rows = images.rows().collectAsList();
    assertThat(rows).hasSize(count);
    for (Row row : rows) {
      long id = row.getLong(0);
      assertThat((byte[]) row.get(row.fieldIndex("image"))).isEqualTo(IdxFixture.image((int) id));
    }
  }

  @ParameterizedTest
  @CsvSource({"0x08, 1", "0x0b, 1", "0x0d, 255", "0x0e, 1", "0x0c, 1"})
  void anIdxFileOfImagesOfAnyType(Integer type, double divisor) throws IOException {
    Path file =
        write(
            "digits.gz",
            IdxFixture.gzip(IdxFixture.typed(type, i -> ArrayTests.pixel(i) / divisor, 30, 3, 2)));

    Images images = open(file);

    assertFixture(images, 30);
    assertThat(images.rows().columns()).containsExactly("id", "image");
    assertThat(images.remarks()).hasSize(divisor == 1 ? 0 : 1);
  }

  @Test
  void anArrayOfNumpysAloneOrInAnArchive() throws IOException {
    byte[] images = NumpyFixture.npy(1, "<f4", true, ArrayTests::pixel, 30, 3, 2);
    Path archive = directory.resolve("digits.npz");
    NumpyFixture.npz(archive, true, NumpyFixture.arrays("arr_0", images));

    assertFixture(open(archive), 30);
    assertFixture(open(write("digits.npy", images)), 30);
  }

  @Test
  void ofADirectoryTheSplitWithoutLabels() throws IOException {
    write("train-images-idx3-ubyte", IdxFixture.images(30));
    write("train-labels-idx1-ubyte", IdxFixture.labels(30));
    write("t10k-images-idx3-ubyte", IdxFixture.images(12));

    assertFixture(open(directory), 12);
    assertThat(open(directory).rows().columns()).containsExactly("id", "image");
    write("t10k-labels-idx1-ubyte", IdxFixture.labels(12));
    assertFixture(open(directory), 12);
    assertThat(open(directory).rows().columns()).containsExactly("id", "label", "image");
  }

  @Test
  void theOnlyImagesOfADirectoryWhateverTheirSplit() throws IOException {
    write("train-images-idx3-ubyte", IdxFixture.images(30));

    assertFixture(open(directory), 30);
  }

  @Test
  void theyGoThroughTheModelsPreprocessing() throws IOException {
    Path file = write("digits", IdxFixture.typed(0x08, i -> 255 - i % 6, 5, 2, 3));
    Preprocessing turned =
        new Preprocessing(true, Colour.GREY, Manner.PLAIN, Fit.EXACT, true, List.of(), List.of());

    Images images =
        open(
            file,
            new ModelInput(new ImageShape(3, 2, 1), MODEL.classNames(), turned),
            ArrayTests.config(null, null));

    assertThat(images.shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat((byte[]) images.rows().first().get(1)).containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void anotherSizeIsLeftToWhoChecksTheModelUnlessItIsToBeChanged() throws IOException {
    Path file = write("digits", IdxFixture.typed(0x08, i -> 100, 5, 6, 4));

    assertThat(open(file).shape()).isEqualTo(new ImageShape(6, 4, 1));
    Images resized = open(file, MODEL, ArrayTests.config("resize=3x2", null));
    assertThat(resized.shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat((byte[]) resized.rows().first().get(1)).hasSize(6).containsOnly(100);
  }

  @Test
  void labelsAreNoImages() throws IOException {
    Path file = write("digits", IdxFixture.labels(5));

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0x00000801 (labels)");
  }
}
