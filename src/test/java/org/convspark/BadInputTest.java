package org.convspark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ImageShape;
import org.convspark.data.SameImages;
import org.convspark.data.Split;
import org.convspark.model.ModelFile;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.storage.text.Json;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What users get wrong ends in an exit code and one line, and leaves nothing behind. Words that
 * begin with an @ are paths below the test's directory.
 */
final class BadInputTest {
  private static final Map<String, String> SPARK =
      Map.of(
          "spark.master", "local[2]",
          "spark.ui.enabled", "false",
          "spark.driver.host", "localhost",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.sql.files.ignoreCorruptFiles", "true");

  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

  @TempDir private static Path directory;

  @BeforeAll
  static void prepare() throws IOException {
    tables();
    // Spark's loggers must not take the captured stream for the terminal.
    LocalSpark.session().stop();
    SPARK.forEach(System::setProperty);

    idx("good");
    spoil("empty", TRAIN_IMAGES, new byte[0]);
    spoil("html", TRAIN_IMAGES, "<!DOCTYPE html>".getBytes(UTF_8));
    byte[] zipped = gzip(images(20, 28));
    spoil("cut", TRAIN_IMAGES, Arrays.copyOf(zipped, zipped.length / 2));
    spoil("counts", TRAIN_LABELS, labels(19));
    byte[] wild = labels(20);
    wild[8 + 7] = (byte) 200;
    spoil("wild", TRAIN_LABELS, wild);
    spoil("none", TRAIN_IMAGES, images(0, 28));
    Files.delete(idx("missing").resolve(TRAIN_LABELS));
    write("small/" + TRAIN_IMAGES, images(20, 8));
    write("small/" + TRAIN_LABELS, labels(20));
    write("small/t10k-images-idx3-ubyte", images(20, 8));
    write("small/t10k-labels-idx1-ubyte", labels(20));

    write("nothing/.keep", new byte[0]);
    write("file", "not a directory".getBytes(UTF_8));
    write("results/old/metrics.json", "{}".getBytes(UTF_8));
    write("prepared/dataset.json", "{\"name\": ".getBytes(UTF_8));
    write("unknown.conf", "# mine\ntraining {\n  epoch = 3\n}\n".getBytes(UTF_8));
    write("type.conf", "training.epochs = many\n".getBytes(UTF_8));
    write("damaged.conf", "training {\n  epochs = 3\n".getBytes(UTF_8));
    write(
        "results/.broken.unfinished/checkpoints/epoch-0002-round-00000.zip", "cut".getBytes(UTF_8));
    ImageShape small = new ImageShape(4, 4, 1);
    for (String picture :
        List.of("bad/0/1", "one/0/1", "flat/1", "flat/2", "sizes/0/1", "mixed/0/1")) {
      SameImages.png(directory.resolve(picture + ".png"), new byte[16], small);
    }
    SameImages.png(directory.resolve("sizes/1/2.png"), new byte[25], new ImageShape(5, 5, 1));
    write("bad/0/2.png", "words".getBytes(UTF_8));
    write("bad/1/3.png", "words".getBytes(UTF_8));
    write("mixed/table", "PAR1".getBytes(UTF_8));
    write("network.json", "{\"layers\": 3}".getBytes(UTF_8));
    write("deep.conf", "a {".repeat(20_000).getBytes(UTF_8));
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("good"));

    ComputationGraph network =
        new ComputationGraph(
            NetworkCatalog.find("dense", new Configuration(false))
                .configure(
                    new ImageShape(28, 28, 1), 10, new NeuralNetConfiguration.Builder().seed(1)));
    network.init();
    for (String model : List.of("model.zip", "replaced/model.zip")) {
      Files.createDirectories(directory.resolve(model).getParent());
      try (OutputStream out = Files.newOutputStream(directory.resolve(model))) {
        ModelFile.write(network, java.util.Optional.empty(), out);
      }
    }
    idx("replaced");
    write("replaced/_SUCCESS", new byte[0]);
    write("replaced/my.conf", "training.epochs = 1".getBytes(UTF_8));
    idx("stale");
    SameImages.png(directory.resolve("photos/7.png"), new byte[28 * 28], new ImageShape(28, 28, 1));
    // As Hadoop writes checksums, with one that is not the file's.
    byte[] checksum = {'c', 'r', 'c', 0, 0, 0, 2, 0, 1, 2, 3, 4};
    for (String name : List.of("model.zip", "my.conf", "a.parquet")) {
      write("replaced/." + name + ".crc", checksum);
    }
    write("stale/." + TRAIN_IMAGES + ".crc", checksum);
    write("photos/.7.png.crc", checksum);
  }

  /** Parquet that can't be predicted. */
  private static void tables() throws IOException {
    SparkSession spark = LocalSpark.session();
    Dataset<Row> images =
        spark.range(3).withColumn("image", functions.lit(new byte[28 * 28]).cast("binary"));
    table(images, "replaced/a.parquet");
    table(images.withColumn("Prediction", functions.lit(3)), "column/a.parquet");
    table(images.withColumn("P3", functions.lit(3)), "csv/a.parquet");
    table(images, "unlike/a.parquet");
    table(spark.range(3).withColumn("image", functions.lit(7)), "unlike/b.parquet");
    table(images, "damaged/a.parquet");
    write("damaged/b.parquet", "PAR1 and no more PAR1".getBytes(UTF_8));
    table(images, "conflict/label=3/a.parquet");
    table(images, "conflict/other=3/a.parquet");
    table(images, "delta/a.parquet");
    write("delta/_delta_log/00000000000000000000.json", "{}".getBytes(UTF_8));
    table(images, "etl/train/a.parquet");
    table(images, "etl/test/a.parquet");
    write("etl/train/_delta_log/00000000000000000000.json", "{}".getBytes(UTF_8));
    DatasetInfo info =
        new DatasetInfo(
            "etl",
            new ImageShape(28, 28, 1),
            10,
            Map.of(
                Split.TRAIN, Collections.nCopies(10, 0L), Split.TEST, Collections.nCopies(10, 0L)),
            Map.of());
    write("etl/dataset.json", Json.tree(info).toString().getBytes(UTF_8));
  }

  private static void table(Dataset<Row> rows, String name) throws IOException {
    Path scratch = directory.resolve("scratch");
    rows.coalesce(1).write().parquet(scratch.toString());
    Files.createDirectories(directory.resolve(name).getParent());
    try (Stream<Path> parts = Files.list(scratch)) {
      Files.copy(
          parts.filter(p -> p.getFileName().toString().startsWith("part-")).findFirst().get(),
          directory.resolve(name));
    }
    FileUtils.deleteQuietly(scratch.toFile());
  }

  @AfterAll
  static void forgetSettings() {
    SPARK.keySet().forEach(System::clearProperty);
  }

  /** So that a command which doesn't fail, as it should, fails no other test. */
  @AfterEach
  void removeOutput() {
    FileUtils.deleteQuietly(directory.resolve("results/new").toFile());
  }

  private static Path idx(String name) throws IOException {
    write(name + "/" + TRAIN_IMAGES, images(20, 28));
    write(name + "/" + TRAIN_LABELS, labels(20));
    write(name + "/t10k-images-idx3-ubyte", images(20, 28));
    write(name + "/t10k-labels-idx1-ubyte", labels(20));
    return directory.resolve(name);
  }

  private static void spoil(String name, String file, byte[] content) throws IOException {
    idx(name);
    write(name + "/" + file, content);
  }

  private static void write(String name, byte[] content) throws IOException {
    Files.createDirectories(directory.resolve(name).getParent());
    Files.write(directory.resolve(name), content);
  }

  private static byte[] images(int count, int side) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * side * side);
    bytes.putInt(0x803).putInt(count).putInt(side).putInt(side);
    return bytes.array();
  }

  private static byte[] labels(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % 10));
    }
    return bytes.array();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static Arguments wrong(String name, int exit, String command, String... message) {
    return Arguments.of(name, exit, command, message);
  }

  private static Arguments usage(String name, String command, String... message) {
    return wrong(name, Main.WRONG_USAGE, command, message);
  }

  private static Arguments input(String name, String command, String... message) {
    return wrong(name, Main.WRONG_INPUT, command, message);
  }

  private static Stream<Arguments> commands() {
    String train = "train --data synthetic:60 --network dense --out @results/new ";
    String data = "train --network dense --out @results/new --data ";
    String predict = "predict --model @model.zip --out @results/new --data ";
    String stale = "delete " + directory + "/replaced/.";
    return Stream.of(
        usage("unknown option", train + "--epoch 3", "--epoch", "--epochs"),
        usage("unknown command", "trian --epochs 3", "unknown command trian", "mean train?"),
        usage("argument too many", train + "again", "again"),
        usage("option without its value", train + "--epochs", "--epochs"),
        usage("option twice", train + "--epochs 1 --epochs 2", "--epochs"),
        usage("unknown network", train.replace("dense", "convnte"), "convnte", "mean convnet?"),
        usage("unknown --set", train + "--set training.epoch=3", "mean training.epochs?"),
        usage("--set without a value", train + "--set training.epochs", "KEY=VALUE"),
        usage(
            "unknown setting in a file",
            train + "--config @unknown.conf",
            "unknown.conf: 3",
            "training.epoch;",
            "mean training.epochs?"),
        usage("wrong type in a file", train + "--config @type.conf", "type.conf: 1", "many"),
        usage("missing --data", "train --out @results/new", "--data is missing"),
        usage("--workers 0", train + "--workers 0", "--workers: 0 given", "1 or more"),
        usage("--workers two", train + "--workers two", "--workers", "two", "whole number"),
        usage("--batch-size -1", train + "--batch-size -1", "--batch-size: -1 given", "1 or more"),
        usage("--epochs x", train + "--epochs x", "--epochs", "x", "a whole number"),
        usage("--epochs 1.5", train + "--epochs 1.5", "--epochs", "1.5", "a whole number"),
        usage("--seed of a word", train + "--seed one", "--seed", "one", "a whole number"),
        usage("--learning-rate 0", train + "--learning-rate 0", "--learning-rate: 0", "over 0"),
        usage("--learning-rate NaN", train + "--learning-rate NaN", "--learning-rate", "NaN"),
        usage(
            "weights of too few classes",
            train + "--class-weights 1,2",
            "--class-weights: 2 weights given",
            "10, one for each class"),
        usage("a negative weight", train + "--class-weights 1,-2", "1,-2 given", "at least 0"),
        usage(
            "saturation of grey images",
            train + "--augment --set augmentation.saturation=0.3",
            "augmentation.saturation: 0.3",
            "images of 1 channel"),
        usage("--limit 0", train + "--limit 0", "--limit: 0 given", "1 or more"),
        usage("more workers than examples", train + "--workers 61", "--workers: 61", "at most 60"),
        usage("synthetic:abc", data + "synthetic:abc", "synthetic:abc", "synthetic:N"),
        usage("too few synthetic digits", data + "synthetic:59", "synthetic:59", "60 to"),
        usage(
            "images too small for the network",
            "train --out @results/new --data @small",
            "8x8",
            "18"),
        usage(
            "--out in --data",
            "train --data @good --out @good/a/b",
            "--out: ",
            "outside of --data"),
        usage("--out is --data", predict + "@results/new", "--out: ", "outside of --data"),
        usage("--out in --data by a link", "train --data @good --out @link/a", "outside of --data"),
        usage(
            "--data in --out", "predict --model @model.zip --data @good/x --out @link", "isn't in"),
        usage(
            "--out in --source",
            "prepare --source @good --out @good/../good/a",
            "--out: ",
            "outside of --source"),
        usage(
            "features in --data",
            "features --model @model.zip --data @good --out @good/a",
            "outside of --data"),
        usage(
            "evaluation in --data",
            "evaluate --model @model.zip --data @good --out @good/a",
            "outside of --data"),
        input("path of two lines", data + "@no\nwhere", "no\\nwhere: found nothing"),
        input("column that is added", predict + "@column", "'Prediction'", "drop or rename"),
        input(
            "files of unlike types", predict + "@unlike", "b.parquet", "'image' of", "same types"),
        input(
            "damaged file of a query in a session that ignores them",
            predict + "sql:SELECT/**/id,image/**/FROM/**/parquet.`@damaged`",
            "damaged/b.parquet"),
        input("partitions of two tables", predict + "@conflict", "conflict/other=*"),
        input("Delta table", predict + "@delta", "delta: found a table of Delta", "table:NAME"),
        input("Delta table below", predict + "@etl/train/a.parquet", "etl/train: found a table"),
        input("prepared of Delta tables", data + "@etl", "etl/train: found a table"),
        input(
            "stale checksum of Parquet", predict + "@replaced/a.parquet", stale + "a.parquet.crc"),
        input("stale checksum of IDX", data + "@stale", "stale/." + TRAIN_IMAGES + ".crc if"),
        input("stale checksum of a picture", predict + "@photos", "photos/.7.png.crc if"),
        input(
            "stale checksum of --config", train + "--config @replaced/my.conf", stale + "my.conf"),
        input(
            "stale checksum of a model",
            "predict --model @replaced --data synthetic:60 --head 1",
            "replaced/model.zip: found data that don't fit the checksum",
            stale + "model.zip.crc"),
        input("deeply nested --config", train + "--config @deep.conf", "deep.conf", "too deeply"),
        input("missing path", data + "@nowhere", "nowhere", "found nothing", "fetch.sh"),
        input("unknown file system", data + "foo://host/mnist", "foo://host/mnist", "foo"),
        input("directory without data", data + "@nothing", "nothing", "an empty directory"),
        input("one file missing", data + "@missing", "no " + TRAIN_LABELS, "the four IDX files"),
        input("a file of words", data + "@file", "/file: found "),
        usage("steps that aren't known", train + "--preprocess rotate", "--preprocess: rotate"),
        usage("--test-split 1", train + "--test-split 1", "--test-split: 1 given"),
        usage("--on-bad-image ask", train + "--on-bad-image ask", "ask given, one of fail, skip"),
        usage("--n 0", "show --data synthetic:60 --n 0", "--n: 0 given, 1 to 10000"),
        usage(
            "--split all", "show --data synthetic:60 --split all", "--split: all given", "train,"),
        input("bad pictures", data + "@bad", "bad/0/2.png: found no picture", "(and 1 more image"),
        input("pictures of one class", data + "@one", "one: found one class, expected 2"),
        input("pictures without a class", data + "@flat", "flat: found 2 images without a class"),
        input("pictures of two sizes", data + "@sizes", "sizes: found images of 2 sizes, 4x4 (1)"),
        input("pictures beside a table", data + "@mixed", "pictures (1.png) and Parquet files"),
        input("empty file", data + "@empty", TRAIN_IMAGES, "an empty file", "fetch.sh"),
        input("wrong magic", data + "@html", TRAIN_IMAGES, "0x3c21444f", "0x00000803"),
        input("gzip cut short", data + "@cut", TRAIN_IMAGES, "ends early", "complete gzip"),
        input("counts that differ", data + "@counts", "19 labels", "20, one for each image"),
        input("label out of range", data + "@wild", TRAIN_LABELS, "200", "byte 15"),
        input("no images", data + "@none", TRAIN_IMAGES, "0 images", "at least 1"),
        input("damaged prepared dataset", data + "@prepared", "dataset.json"),
        input(
            "output that exists",
            "train --data synthetic:60 --out @results/old",
            "results/old",
            "existing path",
            "--overwrite"),
        input(
            "output that is no run",
            "train --data synthetic:60 --out @results/old --overwrite",
            "results/old",
            "no finished run"),
        input(
            "output below a file",
            "train --data synthetic:60 --out @file/run",
            "file/run",
            "a path whose parent can be written"),
        input("prepare from nowhere", "prepare --source @nowhere --out @results/new", "nowhere"),
        input("prepare over something", "prepare --source @good --out @results/old", "results/old"),
        input("missing --config", train + "--config @no.conf", "no.conf", "no such file"),
        input("directory as --config", train + "--config @good", "good"),
        input("damaged --config", train + "--config @damaged.conf", "damaged.conf: 3", "mend"),
        input("missing network file", train.replace("dense", "file:@no.json"), "no.json"),
        input("damaged network file", train.replace("dense", "file:@network.json"), "network.json"),
        input(
            "damaged checkpoints only",
            "train --data synthetic:60 --network dense --out @results/broken --resume",
            "results/.broken.unfinished/checkpoints",
            "damaged checkpoints only (epoch-0002-round-00000.zip: no state.json in it)",
            "--overwrite in place of --resume"),
        wrong(
            "a loss that is no number in the middle of a training",
            Main.FAILED,
            train
                + "--workers 2 --batch-size 5 --averaging-frequency 2 --epochs 2"
                + " --optimizer sgd --learning-rate 0.01 --schedule step --checkpoint-epochs 0"
                + " --set schedule.warm-up=0 --set schedule.step-epochs=1"
                + " --set schedule.step-factor=1e30",
            "train failed: epoch 2, round 1: worker",
            "the loss became",
            "in minibatch 2 of the epoch",
            "try a lower --learning-rate",
            "stack trace in the log"),
        wrong(
            "a learning rate that destroys the network",
            Main.FAILED,
            train + "--learning-rate 1e40",
            "train failed: epoch 1, round 1: worker",
            "a parameter or the optimizer's state is no longer a finite number",
            "try a lower --learning-rate",
            "stack trace in the log"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void endsInItsExitCodeAndOneLine(String name, int exit, String command, String[] message)
      throws IOException {
    List<String> before = files();

    Outcome outcome = run(command);

    assertThat(outcome.exit).as(outcome.errors).isEqualTo(exit);
    assertThat(outcome.errors.lines())
        .singleElement()
        .asString()
        .startsWith("convspark: ")
        .contains(message)
        .doesNotContain("Exception");
    assertThat(files()).isEqualTo(before);
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private static Outcome run(String command) {
    List<String> words = new ArrayList<>();
    for (String word : command.split(" ")) {
      words.add(word.replace("@", directory + "/"));
    }
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (PrintStream captured = new PrintStream(errors, true, UTF_8)) {
      System.setOut(new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
      System.setErr(captured);
      int exit = Main.run(words.toArray(String[]::new));
      return new Outcome(exit, errors.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private record Outcome(int exit, String errors) {}
}
