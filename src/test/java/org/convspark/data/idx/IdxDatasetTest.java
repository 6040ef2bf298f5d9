package org.convspark.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convspark.data.idx.IdxFixture.gzip;
import static org.convspark.data.idx.IdxFixture.images;
import static org.convspark.data.idx.IdxFixture.labels;
import static org.convspark.data.idx.IdxFixture.put;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.data.Datasets;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.storage.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class IdxDatasetTest {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";

  @TempDir Path directory;

  private ImageDataset open(long limit) {
    return Datasets.open(LocalSpark.session(), directory.toString(), limit, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void readsPlainAndGzipFilesAlike(String suffix) throws Exception {
    IdxFixture.write(directory, suffix);

    ImageDataset dataset = open(Datasets.NO_LIMIT);

    assertThat(dataset.info().shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat(dataset.info().classes()).isEqualTo(3);
    assertThat(dataset.info().counts().get(Split.TRAIN)).containsExactly(10L, 10L, 10L);
    assertThat(dataset.info().counts().get(Split.TEST)).containsExactly(4L, 4L, 4L);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(images(IdxFixture.TRAIN));
    assertThat(dataset.info().sha256())
        .hasSize(4)
        .containsEntry(IMAGES, HexFormat.of().formatHex(digest));
    assertExamples(dataset.examples(Split.TRAIN).collect(), IdxFixture.TRAIN);
    assertExamples(dataset.examples(Split.TEST).collect(), IdxFixture.TEST);
  }

  public static void assertExamples(List<Example> examples, int count) {
    assertThat(examples).hasSize(count);
    for (Example example : examples) {
      assertThat(example.label()).isEqualTo(IdxFixture.label((int) example.id()));
      assertThat(example.image()).isEqualTo(IdxFixture.image((int) example.id()));
    }
    assertThat(examples.stream().map(Example::id).distinct()).hasSize(count);
  }

  @Test
  void tellsGzipByContentAndAcceptsDottedNames() {
    put(directory, "train-images.idx3-ubyte", gzip(images(30)));
    put(directory, "train-labels.idx1-ubyte", labels(30));
    put(directory, "t10k-images.idx3-ubyte.gz", images(12));
    put(directory, "t10k-labels-idx1-ubyte", labels(12));

    assertExamples(open(Datasets.NO_LIMIT).examples(Split.TRAIN).collect(), 30);
  }

  @Test
  void limitKeepsTheFirstTrainingExamplesAndTheWholeTestSplit() {
    IdxFixture.write(directory, "");

    ImageDataset dataset = open(2);

    assertThat(dataset.info().counts().get(Split.TRAIN)).containsExactly(1L, 1L, 0L);
    assertThat(dataset.examples(Split.TRAIN).map(Example::id).collect()).containsExactly(0L, 1L);
    assertThat(dataset.info().count(Split.TEST)).isEqualTo(12);
    assertThatThrownBy(() -> open(0)).isInstanceOf(UsageException.class);
  }

  @Test
  void slicesOfPlainFilesCoverEveryExampleOnce() {
    IdxFixture.write(directory, "");
    var spark = LocalSpark.session();
    Location at = Location.of(directory.toString(), spark.sparkContext().hadoopConfiguration());
    var files = new IdxDirectory(at).inspect();
    var hadoop =
        LocalSpark.context()
            .broadcast(
                new org.apache.spark.util.SerializableConfiguration(
                    spark.sparkContext().hadoopConfiguration()));
    var read =
        new IdxExamples(
            files.get(IdxPart.TRAIN_IMAGES), files.get(IdxPart.TRAIN_LABELS), 30, 7, hadoop);

    var examples =
        LocalSpark.context().parallelize(List.of(0, 1, 2, 3, 4, 5, 6), 7).flatMap(read).collect();

    assertExamples(examples, 30);
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
        damage("web page", IMAGES, "<!DOCTYPE html>".getBytes(), "0x3c21444f", "fetch"),
        damage("channels", IMAGES, images(0x804, 30, 3, 2, 30), "four dimensions"),
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
            "test shape", "t10k-images-idx3-ubyte", images(0x803, 12, 2, 3, 12), "2x3x1", "3x2x1"));
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

    assertThatThrownBy(() -> open(Datasets.NO_LIMIT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file)
        .hasMessageContainingAll(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void namesTheMissingFiles() throws IOException {
    IdxFixture.write(directory, "");
    Files.delete(directory.resolve(LABELS));

    assertThatThrownBy(() -> open(1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no " + LABELS + ", expected the four IDX files")
        .hasMessageContaining("data-prep/fetch.sh mnist");
  }

  @Test
  void saysWhatWasLookedForWhereNothingIs() throws IOException {
    assertThatThrownBy(() -> open(1))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("dataset.json", IMAGES, "convspark.sh prepare");
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> Datasets.open(LocalSpark.session(), missing.toString(), 1, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("missing: found nothing");
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> Datasets.open(LocalSpark.session(), file.toString(), 1, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found a file");
    assertThatThrownBy(() -> Datasets.open(LocalSpark.session(), "nosuch://host/x", 1, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nosuch");
  }

  @Test
  void refusesADirectoryInPlaceOfAFile() throws IOException {
    IdxFixture.write(directory, "");
    Files.delete(directory.resolve(IMAGES));
    Files.createDirectory(directory.resolve(IMAGES));

    assertThatThrownBy(() -> open(1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(IMAGES + ": found a directory");
  }
}
