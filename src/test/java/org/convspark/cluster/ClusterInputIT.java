package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that only an executor, a JVM of its own, comes upon is one line on the driver. */
final class ClusterInputIT {
  private static final int IMAGES = 20;
  private static final int SIDE = 28;

  @TempDir private static Path directory;
  private static LocalCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = LocalCluster.start(directory.resolve("cluster"), 2);
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static void assertOneLine(Submit training, Path out, String... words) {
    Submit.Result result = training.with("--out", out.toString()).on(cluster).run();

    assertThat(result.status()).as(result::everything).isEqualTo(2);
    assertThat(result.errorLines()).singleElement().asString().contains(words);
    assertThat(out).doesNotExist();
  }

  /** A task throws it; Parquet's own exception is its cause. */
  @Test
  void aDamagedPageOfImagesNamesItsFile() throws IOException {
    Path data = directory.resolve("prepared");
    Submit.Result prepared =
        Submit.command("prepare", "--source", "synthetic:600", "--out", data.toString())
            .local()
            .run();
    assertThat(prepared.status()).as(prepared::everything).isZero();
    Path damaged = largestFile(data.resolve("train"));
    byte[] bytes = Files.readAllBytes(damaged);
    // The middle is images; ids and labels, of which the latter are counted first, are small.
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 1000, (byte) 0x5a);
    Files.write(damaged, bytes);

    assertOneLine(
        Submit.command("train", "--data", data.toString(), "--network", "dense"),
        directory.resolve("run"),
        damaged.getFileName() + ": found content that can't be read");
  }

  private static Path largestFile(Path split) throws IOException {
    try (Stream<Path> files = Files.list(split)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  /** A task returns it, by Kryo. */
  @Test
  void aFileCutShortIsNamed() throws IOException {
    Path data = Files.createDirectory(directory.resolve("idx"));
    byte[] images =
        ByteBuffer.allocate(16 + IMAGES * SIDE * SIDE)
            .putInt(0x803)
            .putInt(IMAGES)
            .putInt(SIDE)
            .putInt(SIDE)
            .array();
    byte[] labels = ByteBuffer.allocate(8 + IMAGES).putInt(0x801).putInt(IMAGES).array();
    for (int i = 0; i < IMAGES; i++) {
      labels[8 + i] = (byte) (i % 10);
    }
    byte[] zipped = gzip(images);
    Files.write(
        data.resolve("train-images-idx3-ubyte.gz"), Arrays.copyOf(zipped, zipped.length - 9));
    Files.write(data.resolve("t10k-images-idx3-ubyte"), images);
    Files.write(data.resolve("train-labels-idx1-ubyte"), labels);
    Files.write(data.resolve("t10k-labels-idx1-ubyte"), labels);

    assertOneLine(
        Submit.command("train", "--data", data.toString(), "--network", "dense")
            .conf("spark.serializer", "org.apache.spark.serializer.KryoSerializer"),
        directory.resolve("run"),
        "train-images-idx3-ubyte.gz: found gzip data that ends early");
  }

  @Test
  void executorsKeepTheLettersOfNamesAndLeaveNoChecksums() throws IOException {
    Path data = directory.resolve("Größe 数字 12:30 [1]");
    Path run = directory.resolve("Läufe/出力");
    for (Submit each :
        List.of(
            Submit.command("prepare", "--source", "synthetic:600", "--out", data.toString()),
            Submit.command(
                "train",
                "--data",
                data.toString(),
                "--network",
                "dense",
                "--epochs",
                "1",
                "--out",
                run.toString()))) {
      Submit.Result result = each.environment("LC_ALL", "C").on(cluster).run();
      assertThat(result.status()).as(result::everything).isZero();
    }
    assertThat(run.resolve("_SUCCESS")).exists();
    for (Path written : List.of(data, run)) {
      try (Stream<Path> files = Files.walk(written)) {
        assertThat(files).noneMatch(file -> file.toString().endsWith(".crc"));
      }
    }
  }

  @Test
  void aStaleChecksumIsNamed() throws IOException {
    Path data = directory.resolve("stale");
    Submit.Result prepared =
        Submit.command("prepare", "--source", "synthetic:600", "--out", data.toString())
            .local()
            .run();
    assertThat(prepared.status()).as(prepared::everything).isZero();
    Path replaced = largestFile(data.resolve("train"));
    byte[] checksums = new byte[8 + 4 * (int) (Files.size(replaced) / 512 + 1)];
    System.arraycopy(new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0}, 0, checksums, 0, 8);
    Path beside = replaced.resolveSibling("." + replaced.getFileName() + ".crc");
    Files.write(beside, checksums);

    assertOneLine(
        Submit.command("train", "--data", data.toString(), "--network", "dense"),
        directory.resolve("run"),
        "delete " + beside + " if");
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
