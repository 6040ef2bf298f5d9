package org.convspark.storage.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.storage.OutputDirectory;
import org.convspark.storage.TaskErrors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkFilesTest {
  @TempDir private Path directory;
  private SparkSession spark;
  private int written;

  @BeforeEach
  void session() {
    spark = LocalSpark.session();
  }

  private Location location() {
    return Location.of(directory.toString(), new Configuration(false));
  }

  private Dataset<Row> images(int count) {
    return spark
        .range(count)
        .withColumn("image", functions.expr("cast(cast(xxhash64(id) as string) as binary)"));
  }

  /** One file of a name of ours, without Hadoop's checksum. */
  private Path write(Dataset<Row> rows, String format, String name) throws IOException {
    Path scratch = directory.resolveSibling(directory.getFileName() + "-" + written++);
    rows.coalesce(1).write().option("header", "true").format(format).save(scratch.toString());
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    try (Stream<Path> parts = Files.list(scratch)) {
      Files.copy(
          parts.filter(p -> p.getFileName().toString().startsWith("part-")).findFirst().get(),
          file);
    }
    return file;
  }

  private Path write(Dataset<Row> rows, String name) throws IOException {
    return write(rows, "parquet", name);
  }

  private Dataset<Row> read() {
    return SparkFiles.parquet(spark, location());
  }

  /** What a command makes of the failure of a job that reads all. */
  private Throwable failure() {
    Throwable thrown = catchThrowable(() -> read().foreach(row -> {}));
    assertThat(thrown).isNotNull();
    return TaskErrors.unwrap(thrown);
  }

  private void assertIsOneLine(Throwable failure, String... parts) {
    assertThat(failure)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"set[12]", "{a,b}*?", "at 12:30", "50%25 #1", "a\\b", "größe 数字", "x=1", "$HOME,"})
  void namesAreLiteralInEveryFormatAndBackAgain(String name) throws IOException {
    Path decoy = directory.resolve("set1/x.parquet");
    Files.createDirectories(decoy.getParent());
    Files.writeString(decoy, "of a set1 that set[12] would match");
    Location place = location().child(name);
    List<String> formats =
        name.startsWith("set") ? List.of("parquet", "orc", "csv", "json") : List.of("parquet");
    for (String format : formats) {
      Path file = write(spark.range(7).toDF(), format, name + "/" + format + "/" + name);
      Location root = place.child(format);

      Dataset<Row> rows =
          SparkFiles.read(
              spark, format, root, root.files().uris(), Map.of("header", "true"), Optional.empty());
      assertThat(rows.columns()).as("%s", file).containsExactly("id");
      assertThat(rows.count()).isEqualTo(7);
    }
    Location one = place.child("parquet").child(name);
    assertThat(SparkFiles.parquet(spark, one).count()).isEqualTo(7);
    Location out = place.child("out");
    try (OutputDirectory writing =
        OutputDirectory.at(out, "_SUCCESS", false, there -> {}).start()) {
      spark.range(5).write().parquet(writing.temporary().child("rows").uri());
      writing.complete();
    }
    assertThat(SparkFiles.parquet(spark, out).count()).isEqualTo(5);
    assertThat(directory.resolve(name).resolve("out/rows").toFile().list())
        .noneMatch(file -> file.endsWith(".crc"));
  }

  @Test
  void directoriesOfKeysMakeColumnsBelowTheRootAlone() throws IOException {
    directory = Files.createDirectory(directory.resolve("day=1"));
    write(images(3), "label=2/a.parquet");
    write(images(4), "label=7/b.parquet");

    assertThat(read().columns()).containsExactly("id", "image", "label");
    assertThat(read().filter("label = 7").count()).isEqualTo(4);
    assertThat(SparkFiles.parquet(spark, location().child("label=2")).columns())
        .containsExactly("id", "image");
    Location file = location().child("label=2").child("a.parquet");
    assertThat(SparkFiles.parquet(spark, file).columns()).containsExactly("id", "image");
  }

  @Test
  void aFileBesideDirectoriesOfKeysIsNotLost() throws IOException {
    write(images(3), "label=2/a.parquet");
    write(images(4), "b.parquet");

    assertIsOneLine(
        catchThrowable(this::read), "b.parquet: found a file outside of the KEY=VALUE directories");
  }

  @Test
  void partitionsOfTwoTablesAreRefused() throws IOException {
    write(images(1), "Train/label=2/a.parquet");
    write(images(1), "test/label=2/b.parquet");

    assertIsOneLine(
        catchThrowable(this::read),
        "found partitions of more than one table: ",
        "/Train/label=*, ",
        "/test/label=*");
  }

  @Test
  void whatSparkWouldLeaveOutIsRefused() throws IOException {
    write(images(3), "a.parquet");
    Path empty = Files.createFile(directory.resolve("b.parquet"));
    assertIsOneLine(catchThrowable(this::read), "b.parquet: found an empty file");
    Files.delete(empty);
    write(images(3), "_c.parquet");

    assertThat(read().count()).isEqualTo(3);
    assertIsOneLine(
        catchThrowable(() -> SparkFiles.parquet(spark, location().child("_c.parquet"))),
        "_c.parquet: found a file that is gone, or one that Spark takes for hidden");
    assertIsOneLine(
        catchThrowable(
            () ->
                SparkFiles.read(
                    spark, "parquet", location(), List.of(), Map.of(), Optional.empty())),
        "found no files, expected files of parquet");
  }

  @Test
  void filesOfUnlikeTypesAreOneLine() throws IOException {
    write(images(3), "a.parquet");
    write(spark.range(3).withColumn("image", functions.lit(1)), "b 1%.parquet");

    assertIsOneLine(
        failure(), "b 1%.parquet: found column 'image' of INT32, expected binary as in the other");
  }

  @Test
  void damagedPagesAreOneLine() throws IOException {
    Path file = write(images(1000), "a b.parquet");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 100, 3000, (byte) 0x5a);
    Files.write(file, bytes);

    assertIsOneLine(failure(), "/a b.parquet: found content that can't be read: ");
  }

  @Test
  void whatIsNoParquetIsOneLine() throws IOException {
    Files.writeString(directory.resolve("readme.txt"), "about these files");

    assertIsOneLine(catchThrowable(this::read), "readme.txt: found no Parquet");
  }

  @Test
  void columnsThatDifferInCaseAloneAreOneLine() throws IOException {
    spark.conf().set("spark.sql.caseSensitive", "true");
    try {
      write(images(2).withColumn("ID", functions.lit(3)), "a.parquet");
    } finally {
      spark.conf().unset("spark.sql.caseSensitive");
    }

    assertIsOneLine(catchThrowable(this::read), "found more than one column 'id'", "rename");
  }

  @Test
  void aFileThatIsGoneIsOneLine() throws IOException {
    write(images(2), "a.parquet");
    Path gone = write(images(2), "b.parquet");
    Dataset<Row> rows = read();
    Files.delete(gone);

    Throwable thrown = catchThrowable(() -> rows.foreach(row -> {}));
    assertIsOneLine(TaskErrors.unwrap(thrown), "b.parquet does not exist", "run the command again");
  }

  @Test
  void aChecksumOfAnEarlierFileIsNamed() throws IOException {
    write(images(2), "a.parquet");
    Path replaced = write(images(20_000), "b:1/b.parquet");
    // Of 512 bytes each a checksum that is wrong, as Hadoop writes them.
    byte[] crc = new byte[8 + 4 * (int) (Files.size(replaced) / 512 + 1)];
    System.arraycopy(new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0}, 0, crc, 0, 8);
    Path beside = Files.write(replaced.resolveSibling(".b.parquet.crc"), crc);

    assertIsOneLine(
        failure(),
        "b.parquet: found data that don't fit the checksum in .b.parquet.crc beside it",
        "delete " + beside + " if");
    assertIsOneLine(
        catchThrowable(() -> location().child("b:1").child("b.parquet").read()),
        "b.parquet: found data that don't fit the checksum in .b.parquet.crc beside it",
        "delete " + beside + " if");
  }

  @Test
  void aJobThatFailsInWritingIsNotTheInputsFault() throws IOException {
    write(images(2), "a.parquet");
    Dataset<Row> rows = read();
    Files.createDirectory(directory.resolve("out"));

    Throwable thrown =
        catchThrowable(
            () ->
                rows.withColumn("fails", functions.expr("cast(raise_error('disk full') as int)"))
                    .write()
                    .parquet(directory.resolve("out/x").toString()));
    assertThat(TaskErrors.unwrap(thrown)).isNotInstanceOf(InputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_delta_log/00000000000000000000.json",
        ".hoodie/hoodie.properties",
        "metadata/00000-1b.metadata.json",
        "metadata/v1.gz.metadata.json"
      })
  void tablesWithALogAreRefusedWhereverTheyAre(String log) throws IOException {
    write(images(2), "tables/one/data/day=1/a.parquet");
    write(images(2), "plain/metadata/b.parquet");
    Path table = directory.resolve("tables/one");
    Files.createDirectories(table.resolve(log).getParent());
    Files.writeString(table.resolve(log), "{}");

    assertThat(SparkFiles.parquet(spark, location().child("plain")).count()).isEqualTo(2);
    for (String place : List.of("", "tables", "tables/one", "tables/one/data/day=1/a.parquet")) {
      Location given = Location.of(directory + "/" + place, new Configuration(false));
      assertThatThrownBy(() -> SparkFiles.parquet(spark, given))
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll("/tables/one: found a table of ", "table:NAME", "as Parquet");
    }
  }

  /** Spark finds out the columns of files on executors, which may not have them. */
  @Test
  void aFileThatAnExecutorDoesNotHaveIsNotCalledDamaged() {
    Exception job =
        new SparkException(
            "Job aborted", new FileNotFoundException("File file:/a/b.parquet does not exist"));

    assertThat(SparkFiles.unreadable("a", job))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("a: found File file:/a/b.parquet does not exist, expected files")
        .hasMessageContainingAll("every executor", "hdfs://");
  }
}
