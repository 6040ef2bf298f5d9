package org.convspark.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.data.Contents.Kind;
import org.convspark.storage.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentsTest {
  private static final byte[] IDX = {0, 0, 8, 1, 0, 0, 0, 1, 7};
  private static final byte[] PARQUET = "PAR1....PAR1".getBytes(UTF_8);
  private static final ImageShape SHAPE = new ImageShape(2, 2, 1);

  @TempDir private Path directory;

  private Contents contents(Path path) {
    return Contents.of(Location.of(path.toString(), new Configuration()));
  }

  private Path write(String name, byte[] content) {
    return SameImages.write(directory.resolve(name), content);
  }

  private Path png(String name) {
    return SameImages.png(directory.resolve(name), new byte[4], SHAPE);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /** By their first bytes, called as if they were something else. */
  @ParameterizedTest
  @CsvSource({
    "PAR1, PARQUET",
    "PARE, PARQUET",
    "ORC, ORC",
    "Obj\u0001avro, AVRO",
    "PK\u0003\u0004zip, NPZ",
    "'label,pixel0\n7,0\n', CSV",
    "GIF89a......, PICTURES"
  })
  void aFileIsToldByWhatIsInIt(String content, Kind kind) {
    Path file = write("picture.csv.parquet", content.getBytes(UTF_8));

    assertThat(contents(file).kind()).isEqualTo(kind);
    assertThat(contents(directory).kind()).isEqualTo(kind);
    assertThat(contents(directory).files()).hasSize(1);
  }

  @Test
  void idxAndTextMayBeZipped() throws IOException {
    assertThat(contents(write("a", IDX)).kind()).isEqualTo(Kind.IDX);
    assertThat(contents(write("b", gzip(IDX))).kind()).isEqualTo(Kind.IDX);
    assertThat(contents(write("c", gzip("a,b\n".repeat(9999).getBytes(UTF_8)))).kind())
        .isEqualTo(Kind.CSV);
    assertThat(FileKind.of(gzip(gzip(IDX)))).isEqualTo(FileKind.OTHER);
    assertThat(FileKind.of(gzip(PARQUET))).isEqualTo(FileKind.OTHER);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 511, 512, 513, 5000})
  void noLengthOfAFileIsTooShort(int length) throws IOException {
    byte[] zeros = new byte[length];
    Path file = write("file", zeros);

    assertThat(FileKind.of(Location.of(file.toString(), new Configuration())))
        .isEqualTo(FileKind.OTHER);
    byte[] cut = Arrays.copyOf(gzip(IDX), length);
    FileKind.of(cut);
    assertThatThrownBy(() -> contents(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none of them in file, expected a prepared dataset, IDX files");
  }

  @Test
  void readmesAndListsLieBesideEverything() throws IOException {
    write("LICENCE", "words".getBytes(UTF_8));
    write("weights.bin", new byte[] {1, 2, 3});
    png("deep/er/1.png");
    assertThat(contents(directory).kind()).isEqualTo(Kind.PICTURES);
    assertThat(contents(directory).files()).hasSize(3);
  }

  @Test
  void severalKindsAreRefusedWithAFileOfEach() {
    png("1.png");
    write("table", PARQUET);

    assertThatThrownBy(() -> contents(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "found pictures (1.png) and Parquet files (table), expected files of one kind;"
                + " give the directory or file that is meant");
  }

  /** Of many files only some are looked into, but of each ending one. */
  @Test
  void oneOtherFileAmongManyIsFound() {
    for (int i = 0; i < 300; i++) {
      png("pictures/" + i + ".png");
    }
    write("pictures/151.parquet", PARQUET);

    assertThatThrownBy(() -> contents(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("151.parquet");
  }

  @Test
  void aPreparedDatasetIsKnownByItsDescription() throws IOException {
    write("dataset.json", "{}".getBytes(UTF_8));
    png("train/1.png");

    assertThat(contents(directory).kind()).isEqualTo(Kind.PREPARED);
  }

  @Test
  void whereThereIsNothingItIsSaid() throws IOException {
    assertThatThrownBy(() -> contents(directory.resolve("nowhere")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("nowhere: found nothing, expected a prepared dataset");
    Files.createDirectories(directory.resolve("some/thing"));
    for (String hidden : List.of("some/.hidden.png", "some/_SUCCESS")) {
      write(hidden, PARQUET);
    }
    assertThatThrownBy(() -> contents(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found an empty directory");
  }
}
