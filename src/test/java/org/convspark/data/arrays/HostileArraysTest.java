package org.convspark.data.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.convspark.config.InputException;
import org.convspark.data.Split;
import org.convspark.data.idx.IdxFixture;
import org.convspark.storage.TaskErrors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in a file: it is read, or is refused in one line. */
final class HostileArraysTest {
  private static final int VARIANTS = 36;

  @TempDir Path directory;

  private static byte[] npy(String type, int... dims) {
    return NumpyFixture.npy(1, type, false, i -> i % 3, dims);
  }

  private static void readOrRefused(Path location) {
    try {
      var dataset = ArrayTests.open(location);
      for (Split split : dataset.info().splits()) {
        long read = dataset.examples(split).count();
        assertThat(read).isEqualTo(dataset.info().count(split));
      }
    } catch (Exception e) {
      RuntimeException cause = TaskErrors.unwrap(e);
      assertThat(cause).isInstanceOf(InputException.class);
      assertThat(cause.getMessage()).doesNotContain("\n").hasSizeLessThan(1000);
    }
  }

  /** Headers are at the front, a zip archive's directory at the end: most changes are there. */
  private static List<byte[]> spoilt(byte[] whole, long seed) {
    Random random = new Random(seed);
    List<byte[]> variants = new ArrayList<>();
    for (int i = 0; i < VARIANTS; i++) {
      byte[] content = whole.clone();
      int around = Math.min(content.length, i % 2 == 0 ? 160 : 200);
      int place = random.nextInt(around);
      int at = i % 2 == 0 ? place : content.length - 1 - place;
      switch (i % 3) {
        case 0 -> content[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> content[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
        default -> content = Arrays.copyOf(content, at);
      }
      variants.add(content);
    }
    return variants;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void spoiltArchives(boolean deflated) throws IOException {
    Path file = directory.resolve("digits.npz");
    NumpyFixture.npz(
        file, deflated, NumpyFixture.arrays("x", npy("<i2", 9, 2, 2), "y", npy("<i8", 9)));
    assertThatCode(() -> ArrayTests.open(file)).doesNotThrowAnyException();
    for (byte[] content : spoilt(Files.readAllBytes(file), 1)) {
      Files.write(file, content);
      readOrRefused(file);
    }
  }

  @Test
  void spoiltArchivesOver4Gigabytes() throws IOException {
    Path labels = directory.resolve("y.npy");
    Path file = directory.resolve("x.npz");
    Files.write(labels, npy("|u1", 9));
    for (byte[] content : spoilt(NumpyFixture.zip64("x.npy", npy("|u1", 9, 2, 2)), 2)) {
      Files.write(file, content);
      readOrRefused(directory);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void spoiltIdxFiles(String suffix) throws IOException {
    Path images = directory.resolve("train-images-idx3-ubyte" + suffix);
    Path labels = directory.resolve("train-labels-idx1-ubyte" + suffix);
    boolean zipped = !suffix.isEmpty();
    byte[] pixels = IdxFixture.typed(0x0b, i -> i % 5, 9, 2, 2);
    byte[] classes = IdxFixture.typed(0x0c, i -> i % 3, 9);
    Files.write(images, zipped ? IdxFixture.gzip(pixels) : pixels);
    Files.write(labels, zipped ? IdxFixture.gzip(classes) : classes);
    byte[] whole = Files.readAllBytes(images);
    for (byte[] content : spoilt(whole, 3)) {
      Files.write(images, content);
      readOrRefused(directory);
    }
    Files.write(images, whole);
    for (byte[] content : spoilt(Files.readAllBytes(labels), 4)) {
      Files.write(labels, content);
      readOrRefused(directory);
    }
  }

  private void images(byte[] file) throws IOException {
    Files.write(directory.resolve("train-images-idx3-ubyte.gz"), file);
    Files.write(directory.resolve("train-labels-idx1-ubyte"), IdxFixture.labels(9));
  }

  /** In members, as gzip itself joins files, and with what tapes and copies leave behind them. */
  @Test
  void gzipInMembersIsReadWhole() throws IOException {
    byte[] content = IdxFixture.images(9);
    for (int at : new int[] {0, 1, 4, 16, 17, 40, content.length - 1, content.length}) {
      byte[] first = IdxFixture.gzip(Arrays.copyOf(content, at));
      byte[] second = IdxFixture.gzip(Arrays.copyOfRange(content, at, content.length));
      for (int behind : new int[] {0, 1, 512}) {
        images(joined(first, second, new byte[behind]));

        ArrayTests.assertFixture(ArrayTests.open(directory).examples(Split.TRAIN).collect(), 9);
      }
    }
  }

  /** The sum and the length at the end of a member are checked, of the last one too. */
  @Test
  void gzipThatIsCutOrSwollenIsRefused() throws IOException {
    byte[] whole = IdxFixture.gzip(IdxFixture.images(9));
    List<byte[]> files = new ArrayList<>();
    for (int less = 1; less < whole.length; less++) {
      files.add(Arrays.copyOf(whole, whole.length - less));
    }
    for (int bit = 0; bit < 64; bit++) {
      byte[] trailer = whole.clone();
      trailer[whole.length - 8 + bit / 8] ^= (byte) (1 << bit % 8);
      files.add(trailer);
    }
    byte[] more = IdxFixture.gzip(new byte[] {1});
    files.add(joined(whole, more));
    files.add(joined(whole, whole));
    files.add(joined(whole, Arrays.copyOf(whole, whole.length - 1)));
    for (byte[] file : files) {
      images(file);

      assertThatThrownBy(() -> ArrayTests.open(directory))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("train-images-idx3-ubyte.gz: ")
          .hasMessageNotContaining("\n");
    }
  }

  /** Headers that say more or less than there is, below 0 and beyond what an int holds too. */
  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1, 8, 10, 1 << 24})
  void headersThatDoNotFitTheirDataAreRefused(int number) throws IOException {
    for (int word = 1; word <= 4; word++) {
      byte[] images = IdxFixture.images(9);
      byte[] labels = IdxFixture.labels(9);
      ByteBuffer.wrap(word == 4 ? labels : images).putInt(word == 4 ? 4 : 4 * word, number);
      for (boolean zipped : new boolean[] {false, true}) {
        images(zipped ? IdxFixture.gzip(images) : images);
        Files.write(directory.resolve("train-labels-idx1-ubyte"), labels);

        assertThatThrownBy(() -> ArrayTests.open(directory))
            .as("word %d", word)
            .isInstanceOf(InputException.class)
            .hasMessageNotContaining("\n");
      }
    }
  }

  /** There is nothing to tell apart, which is said rather than trained. */
  @Test
  void oneImageOrOneClassIsReadOrRefused() throws IOException {
    images(IdxFixture.gzip(IdxFixture.images(1)));
    Files.write(directory.resolve("train-labels-idx1-ubyte"), IdxFixture.labels(1));
    readOrRefused(directory);
    images(IdxFixture.gzip(IdxFixture.images(9)));
    Files.write(directory.resolve("train-labels-idx1-ubyte"), IdxFixture.typed(0x08, i -> 0, 9));
    readOrRefused(directory);
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer whole = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    Arrays.stream(parts).forEach(whole::put);
    return whole.array();
  }

  /** 4 GiB of zeros by its header, in 1 KiB: more than deflate can pack into that. */
  @Test
  void anArchiveThatPromisesMoreThanItCanHold() throws IOException {
    Path file = directory.resolve("digits.npz");
    byte[] header =
        NumpyFixture.header(
            1, "{'descr': '|u1', 'fortran_order': False, 'shape': (65536, 256, 256), }");
    NumpyFixture.npz(
        file, true, NumpyFixture.arrays("x", Arrays.copyOf(header, 100_000), "y", npy("|u1", 9)));

    assertThatThrownBy(() -> ArrayTests.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the end of the file at byte 100000")
        .hasMessageContaining("4294967424 bytes for the 65536 images");

    byte[] content = Files.readAllBytes(file);
    // The size of x in the directory at the end, little-endian.
    int entry = find(content, new byte[] {'P', 'K', 1, 2});
    content[entry + 27] = (byte) 0x7f;
    Files.write(file, content);
    assertThatThrownBy(() -> ArrayTests.open(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("bytes packed into");
  }

  private static int find(byte[] content, byte[] what) {
    for (int i = 0; ; i++) {
      if (Arrays.equals(content, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
  }
}
