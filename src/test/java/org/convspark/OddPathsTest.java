package org.convspark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.cli.Terminal;
import org.convspark.config.DataConfig;
import org.convspark.config.Settings;
import org.convspark.data.Datasets;
import org.convspark.data.parquet.DatasetWriter;
import org.convspark.run.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is given for a path, in every option that takes one, ends in an exit code and a line.
 */
final class OddPathsTest {
  private static final Configuration HADOOP = new Configuration();

  /** Nothing listens there. */
  private static final String CLOSED = "://127.0.0.1:1/x";

  @TempDir private static Path directory;

  @BeforeAll
  static void prepare() throws IOException, InterruptedException {
    UntrainedModel.write(directory.resolve("model.zip"));
    Files.writeString(directory.resolve("file"), "\u0001\u0002");
    Files.createDirectories(directory.resolve("dir/below"));
    assertThat(new ProcessBuilder("mkfifo", directory + "/pipe").start().waitFor()).isZero();
  }

  private static Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    Stream.of(
            "",
            " ",
            "\t",
            "-",
            ":",
            "~user",
            "~/x",
            "C:\\x",
            "a\0b",
            "a\nb/c",
            "file:",
            "file:x",
            "file:x/y",
            "file://host/x",
            "hdfs:x",
            "hdfs:/x",
            "hdfs://",
            "hdfs:///x",
            "hdfs://a b/x",
            "hdfs://h:99999/x",
            "hdfs" + CLOSED,
            "webhdfs" + CLOSED,
            "http" + CLOSED,
            "https" + CLOSED,
            "ftp" + CLOSED,
            "http:x",
            "s3a://bucket/x",
            "s3://bucket/x",
            "abfs://x@y/z",
            "foo://x/y",
            "viewfs://c/x",
            "har:///x",
            "jar:file:/a.jar!/x",
            "://x",
            "1://x",
            "x://",
            "mailto:x",
            "data:,x",
            "dbfs:/x")
        .forEach(text -> texts.put(text, text));
    for (String name : List.of("file", "file/x", "dir", "pipe", "pipe/x")) {
      texts.put(name, directory + "/" + name);
    }
    texts.put("name of 300", directory + "/" + "n".repeat(300));
    texts.put("path of 5000", directory + "/" + "n/".repeat(2500) + "x");
    for (String device : List.of("zero", "null", "full")) {
      texts.put("/dev/" + device, "/dev/" + device);
      texts.put("/dev/" + device + "/x", "/dev/" + device + "/x");
    }
    return texts;
  }

  /** What an option does with a path, without the rest of its command where that takes seconds. */
  private static final Map<String, ToIntFunction<String>> OPTIONS =
      Map.of(
          "--config", text -> Main.run("summary", "--network", "dense", "--config", text),
          "--network", text -> Main.run("summary", "--network", "file:" + text),
          "--model", text -> Main.run("export", "--out", directory + "/new", "--model", text),
          "--run", text -> Main.run("report", "--run", text),
          "--data", text -> failing(() -> datasets().open(text)),
          "--data of a model", text -> failing(() -> datasets().open(text, Optional.empty())),
          "--out, a file", text -> export(text, "--model"),
          "--out, a file to replace", text -> export(text, "--overwrite", "--model"),
          "--out, a run", text -> failing(() -> RunDirectory.create(text, HADOOP, true)),
          "--out, a dataset",
              text ->
                  failing(
                      () ->
                          new DatasetWriter(LocalSpark.session(), text, true)
                              .write(datasets().open("synthetic:60"))));

  private static Datasets datasets() {
    return new Datasets(LocalSpark.session(), DataConfig.of(Settings.defaults()));
  }

  private static int export(String out, String... model) {
    return Main.run(
        Stream.of(
                Stream.of("export"),
                Stream.of(model),
                Stream.of(directory + "/model.zip", "--out", out))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  private interface Action {
    Object run() throws Exception;
  }

  private static int failing(Action action) {
    try {
      return action.run() == null ? -1 : Main.DONE;
    } catch (Throwable e) {
      return new Failure(new Terminal()).explain("test", e);
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyFormIsRefusedInALine(String option) throws IOException {
    List<String> before = found();
    ToIntFunction<String> command = OPTIONS.get(option);
    Map<String, String> texts = texts();
    if (option.endsWith("replace")) {
      texts.remove("file");
    }
    for (Map.Entry<String, String> each : texts.entrySet()) {
      String what = option + " " + each.getKey();
      Outcome outcome =
          assertTimeoutPreemptively(
              Duration.ofMinutes(5), () -> run(command, each.getValue()), what);

      assertThat(outcome.exit).as("%s: %s", what, outcome.said).isIn(1, 2);
      assertThat(outcome.said.lines())
          .as(what)
          .singleElement()
          .asString()
          .startsWith("convspark: ")
          .contains("; ")
          .contains("found ", ", expected ")
          .doesNotContain("Exception")
          .hasSizeLessThan(600 + 2 * each.getValue().length());
      assertThat(found()).as(what).isEqualTo(before);
    }
  }

  private static Stream<String> options() {
    return OPTIONS.keySet().stream().sorted();
  }

  /** What is in the working directory, and below the test's own. */
  private static List<String> found() throws IOException {
    try (Stream<Path> here = Files.list(Path.of(""));
        Stream<Path> there = Files.walk(directory)) {
      return Stream.concat(here, there).map(Path::toString).sorted().toList();
    }
  }

  private record Outcome(int exit, String said) {}

  private static Outcome run(ToIntFunction<String> command, String text) {
    PrintStream usual = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream captured = new PrintStream(said, true, UTF_8)) {
      System.setErr(captured);
      int exit = command.applyAsInt(text);
      return new Outcome(exit, said.toString(UTF_8));
    } finally {
      System.setErr(usual);
    }
  }
}
