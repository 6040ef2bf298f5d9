package org.convspark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.FileUtils;
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
          "spark.driver.bindAddress", "127.0.0.1");

  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

  @TempDir private static Path directory;

  @BeforeAll
  static void prepare() throws IOException {
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
    write("network.json", "{\"layers\": 3}".getBytes(UTF_8));
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
        usage("--limit 0", train + "--limit 0", "--limit: 0 given", "at least 1"),
        usage("more workers than examples", train + "--workers 61", "--workers: 61", "at most 60"),
        usage("synthetic:abc", data + "synthetic:abc", "synthetic:abc", "synthetic:N"),
        usage("too few synthetic digits", data + "synthetic:59", "synthetic:59", "60 to"),
        usage(
            "images too small for the network",
            "train --out @results/new --data @small",
            "8x8",
            "18"),
        input("missing path", data + "@nowhere", "nowhere", "found nothing", "fetch.sh"),
        input("unknown file system", data + "foo://host/mnist", "foo://host/mnist", "foo"),
        input("directory without data", data + "@nothing", "nothing", "neither dataset.json"),
        input("one file missing", data + "@missing", "no " + TRAIN_LABELS, "the four IDX files"),
        input("file instead of directory", data + "@file", "found a file", "a directory"),
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
