package org.convspark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the driver runs in the cluster, a path means what it means to the user, or is refused. */
final class DriverElsewhereTest {
  private static final String SUBMITTED = "spark.hadoop.convspark.submit.directory";
  private static final String MODE = "spark.submit.deployMode";

  @TempDir private static Path directory;
  private String errors = "";

  @BeforeAll
  static void writeAModel() throws IOException {
    UntrainedModel.write(directory.resolve("model.zip"));
  }

  @AfterEach
  void forgetSettings() {
    System.clearProperty(SUBMITTED);
    System.clearProperty(MODE);
  }

  private int run(String command) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream captured = new PrintStream(bytes, true, UTF_8)) {
      System.setOut(new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
      System.setErr(captured);
      return Main.run(command.replace("@", directory + "/").split(" "));
    } finally {
      System.setOut(out);
      System.setErr(err);
      errors = bytes.toString(UTF_8);
    }
  }

  private void assertRefused(String command, int exit, String... words) {
    assertThat(run(command)).as(errors).isEqualTo(exit);
    assertThat(errors.lines()).singleElement().asString().contains(words);
  }

  @Test
  void anOutputOnTheDriversOwnDiskIsRefused() {
    System.setProperty(SUBMITTED, directory.toString());

    for (String out : new String[] {"net.onnx", "@net.onnx"}) {
      assertRefused(
          "export --model model.zip --out " + out,
          Main.WRONG_USAGE,
          "--out: ",
          "hdfs://host/path, or file:" + directory + "/net.onnx if every machine has");
    }
    assertRefused(
        "train --data synthetic:60 --network dense --workers 1",
        Main.WRONG_USAGE,
        "--out: runs/dense-",
        "or file:" + directory + "/runs/dense-");
    assertThat(directory.toFile().list()).containsExactly("model.zip");
  }

  @Test
  void aSharedOutputIsWrittenAndARelativeInputRead() {
    System.setProperty(SUBMITTED, directory.toString());

    assertThat(run("export --model model.zip --out file:@shared.onnx")).as(errors).isZero();
    assertThat(directory.resolve("shared.onnx")).exists();
    directory.resolve("shared.onnx").toFile().delete();
  }

  /** As by a bare spark-submit. */
  @Test
  void withoutADirectoryARelativePathIsRefused() {
    System.setProperty(MODE, "cluster");

    assertRefused(
        "export --model model.zip --out file:@net.onnx",
        Main.WRONG_INPUT,
        "model.zip: found a relative path for a driver in the cluster");
    assertRefused(
        "export --model @model.zip --out net.onnx",
        Main.WRONG_INPUT,
        "net.onnx: found a relative path for a driver in the cluster");
    assertRefused(
        "export --model @model.zip --out @net.onnx", Main.WRONG_USAGE, "--out: ", "hdfs://");
  }
}
