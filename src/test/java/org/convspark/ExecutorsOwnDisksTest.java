package org.convspark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.convspark.storage.tables.WritesElsewhere;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command says that it is done where executors wrote what the driver never sees. */
final class ExecutorsOwnDisksTest {
  private static final Map<String, String> SPARK =
      Map.of(
          "spark.master",
          "local[2]",
          "spark.ui.enabled",
          "false",
          "spark.driver.host",
          "localhost",
          "spark.driver.bindAddress",
          "127.0.0.1",
          WritesElsewhere.SETTING,
          WritesElsewhere.class.getName());

  @TempDir private static Path directory;

  @BeforeAll
  static void writeAModel() throws IOException {
    LocalSpark.session().stop();
    SPARK.forEach(System::setProperty);
    UntrainedModel.write(directory.resolve("model.zip"));
  }

  @AfterAll
  static void forgetSettings() {
    SPARK.keySet().forEach(System::clearProperty);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "predict --model @model.zip --data synthetic:60",
        "predict --model @model.zip --data synthetic:60 --format csv",
        "predict --model @model.zip --data synthetic:60 --format json",
        "evaluate --model @model.zip --data synthetic:60",
        "prepare --source synthetic:60",
      })
  void anOutputThatTheDriverDoesNotFindIsOneLine(String command) throws IOException {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int exit;
    try (PrintStream captured = new PrintStream(errors, true, UTF_8)) {
      System.setOut(new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
      System.setErr(captured);
      exit =
          Main.run(
              (command.replace("@", directory + "/") + " --out " + directory + "/new").split(" "));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }

    assertThat(exit).as(errors.toString(UTF_8)).isEqualTo(Main.WRONG_INPUT);
    assertThat(errors.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("convspark: ")
        .contains(
            directory + "/new",
            ": found no files, expected the ",
            "that the executors wrote; put --out on a file system that driver and executors share");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(directory.resolve("model.zip"));
    }
  }
}
