package org.convspark.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.TestData;
import org.convspark.data.idx.IdxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTest {
  @TempDir private Path directory;

  private ImageDataset open(String... settings) {
    return TestData.open(LocalSpark.session(), directory.toString(), settings);
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Files.write(file, name.endsWith(".gz") ? gzip(bytes) : bytes);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** Kaggle's digits: label, and a column for each pixel. */
  private static String digits(int count, char separator, boolean header) {
    String names =
        IntStream.range(0, 6)
            .mapToObj(i -> "pixel" + i)
            .collect(Collectors.joining(",", "label,", "\n"));
    String rows =
        IntStream.range(0, count)
            .mapToObj(
                id ->
                    IdxFixture.label(id)
                        + TableFixture.numbers(id).stream()
                            .map(v -> "," + v)
                            .collect(Collectors.joining()))
            .collect(Collectors.joining("\n", "", "\n"));
    return ((header ? names : "") + rows).replace(',', separator);
  }

  private static List<Example> examples(ImageDataset dataset, Split split) {
    return dataset.examples(split).collect().stream()
        .sorted(Comparator.comparingLong(Example::id))
        .toList();
  }

  private static void areTheFixtures(ImageDataset dataset, Split split, int count) {
    List<Example> examples = examples(dataset, split);
    assertThat(examples).hasSize(count);
    for (int id = 0; id < count; id++) {
      assertThat(examples.get(id).id()).isEqualTo(id);
      assertThat(examples.get(id).label()).isEqualTo(IdxFixture.label(id));
      assertThat(examples.get(id).image()).isEqualTo(IdxFixture.image(id));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {",csv", "\ttsv", ";csv", ",csv.gz", "\ttsv.gz", "|txt"})
  void separatorsAndGzipAreTold(String form) throws IOException {
    String ending = "." + form.substring(1);
    write("mnist_train" + ending, digits(30, form.charAt(0), true));
    write("mnist_test" + ending, digits(12, form.charAt(0), true));

    ImageDataset dataset = open(TableFixture.SHAPE);
    areTheFixtures(dataset, Split.TRAIN, 30);
    areTheFixtures(dataset, Split.TEST, 12);
  }

  @Test
  void kagglesTestImagesHaveNoClasses() throws IOException {
    write("train.csv", digits(30, ',', true));
    write("test.csv", digits(12, ',', true).replaceAll("(?m)^[^,]*,", ""));
    write("sample_submission.csv", "ImageId,Label\n1,0\n");
    write("readme.txt", "Digits, for a competition");
    write(".hidden.csv", "nothing");

    ImageDataset dataset = open(TableFixture.SHAPE, "images.test-split=0");
    assertThat(dataset.undivided()).isTrue();
    areTheFixtures(dataset, Split.TRAIN, 30);
    assertThat(dataset.remarks())
        .anyMatch(line -> line.matches("Left out .*/test.csv, which has no classes"))
        .anyMatch(line -> line.endsWith("sample_submission.csv"))
        .anyMatch(line -> line.endsWith("readme.txt"))
        .anyMatch(line -> line.endsWith("1 hidden"));
  }

  @Test
  void withoutAHeaderTheLabelIsAskedFor() throws IOException {
    write("mnist.csv", digits(30, ',', false));

    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found 7 numbers in the first line, '0,0,50,")
        .hasMessageContaining("--label-column _c0");
    areTheFixtures(
        open("columns.label=_c0", TableFixture.SHAPE, "images.test-split=0"), Split.TRAIN, 30);
  }

  @Test
  void pixelsAreInTheOrderOfTheirNumbersAndAnIndexIsNone() throws IOException {
    write("t.csv", ",1x1,2x1,1x2,label,2x2\n0,1,3,2,0.0,4\n1,5,7,6,1.0,8\n");

    ImageDataset dataset = open("images.test-split=0");
    assertThat(dataset.info().shape()).isEqualTo(new ImageShape(2, 2, 1));
    assertThat(examples(dataset, Split.TRAIN))
        .extracting(example -> example.image()[1] + " " + example.label())
        .containsExactly("2 0", "6 1");
    assertThat(dataset.remarks()).contains("Columns that are no pixels: _c0");
  }

  @Test
  void rowsThatAreNoneAreBad() throws IOException {
    write(
        "t.csv",
        "y,p0,p1,p2,p3\n0,1,2,3,4\n1,1,2,3\n1,1,2,3,4,5\n1,1,2,x,4\n1,1,,3,4\n,1,2,3,4\n1,1,2,3,256\n1,5,6,7,8\n");

    ImageDataset dataset = open("images.on-bad=skip", "images.test-split=0");
    assertThat(examples(dataset, Split.TRAIN)).extracting(Example::id).containsExactly(0L, 7L);
    assertThat(dataset.badImages())
        .extracting(bad -> bad.name().replaceAll(".*/", "") + ": " + bad.problem().found())
        .containsExactly(
            "t.csv, row 2: another number of values",
            "t.csv, row 3: another number of values",
            "t.csv, row 4: x in column 'p2'",
            "t.csv, row 5: null in column 'p1'",
            "t.csv, row 6: no class",
            "t.csv, row 7: 256 in column 'p3'");
  }

  @Test
  void lightFromZeroToOneIsTold() throws IOException {
    write("t.csv", "y,p0,p1,p2,p3\n0,0,1,0.5,0\n1,1.0,2e-3,0,1\n");
    assertThat(examples(open("images.test-split=0"), Split.TRAIN).get(0).image())
        .containsExactly(0, -1, (byte) 128, 0);

    write("t.csv", "y,p0,p1,p2,p3\n0,0,1,1,0\n1,1,0,0,1\n");
    assertThat(examples(open("images.test-split=0"), Split.TRAIN).get(0).image())
        .containsExactly(0, 1, 1, 0);
  }

  @Test
  void whatIsNoTableIsSaid() throws IOException {
    write("notes.txt", "hello, world");
    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("notes.txt: found text that is no table, 'hello, world'");

    write("notes.txt", "hello, world\nand, more\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found columns hello string, world string");
    write("notes.txt", "\n\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("an empty first line");
  }

  @Test
  void filesOfUnlikeColumnsAndFalseNamesAreRefused() throws IOException {
    write("a.csv", digits(3, ',', true));
    write("b.csv", digits(3, ',', true).replace("pixel0", "pixel9"));
    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("b.csv: found a first line 'label,pixel9")
        .hasMessageContaining("as in");

    Files.write(directory.resolve("b.csv"), gzip(digits(3, ',', true).getBytes()));
    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("b.csv: found gzip, expected a name that ends in .gz");
    Files.write(directory.resolve("b.csv"), new byte[] {1, 2, 3});
    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "b.csv: found none of the text files, expected one, as its name says");
  }
}
