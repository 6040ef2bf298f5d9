package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.convspark.submit.SubmitScript.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** However a command ends: an exit code of the contract, one line, and nothing left behind. */
@DisabledOnOs(OS.WINDOWS)
final class EndsIT {
  private static final Path ROOT = Path.of("").toAbsolutePath();

  @TempDir private Path directory;

  /** Trains a little in a directory of its own. */
  private Result train(String... spark) throws Exception {
    List<String> words = new ArrayList<>(List.of("cd \"$1\"; shift; exec \"$@\"", "-"));
    words.addAll(List.of(directory.toString(), ROOT + "/submit/train.sh", "--data"));
    words.addAll(List.of("synthetic:300", "--network", "dense", "--epochs", "1", "--out", "run"));
    words.addAll(List.of("--", "--master", "local[2]", "--driver-memory", "1g"));
    words.addAll(Arrays.asList(spark));
    return shell(words);
  }

  private static Result shell(List<String> words) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "-c"));
    command.addAll(words);
    return SubmitScript.run(command);
  }

  private void assertFailed(Result result, String... said) throws IOException {
    assertThat(result.exit()).as("%s", result).isEqualTo(3);
    assertThat(lines(result)).as("%s", result).singleElement().asString().contains(said);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.filter(file -> !file.toString().endsWith(".jar"))).isEmpty();
    }
  }

  private static List<String> lines(Result result) {
    return result
        .err()
        .lines()
        .filter(line -> line.startsWith("convspark: "))
        .filter(line -> !line.contains("sources are newer"))
        .toList();
  }

  @Test
  @DisplayName("out of memory beside the heap, in a task")
  void outOfMemoryInATask() throws Exception {
    assertFailed(
        train(
            "--conf", "spark.driver.extraJavaOptions=-Dorg.bytedeco.javacpp.maxphysicalbytes=100m"),
        "train failed: out of memory (Physical memory usage is too high",
        "--driver-memory",
        "--batch-size",
        "--network");
  }

  @Test
  @DisplayName("out of memory in a thread of which nobody waits for the end")
  void outOfMemoryInAThread() throws Exception {
    Path jar = directory.resolve("listener.jar");
    String name = LostThread.class.getName();
    String file = name.replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(file));
      out.write(LostThread.class.getResourceAsStream("/" + file).readAllBytes());
    }

    assertFailed(
        train("--jars", jar.toString(), "--conf", "spark.extraListeners=" + name),
        "out of memory (of a thread that nobody waits for)");
  }

  @Test
  @DisplayName("Spark's own System.exit, here with 1 where its web interface can't start")
  void sparksOwnExit() throws Exception {
    assertFailed(
        train("--conf", "spark.ui.enabled=true", "--conf", "spark.ui.filters=no.Such"),
        "ended by Spark's SparkUI");
  }

  @Test
  void resultsThatNobodyCouldReadAreNotDone() throws Exception {
    Result result =
        shell(List.of("exec \"$0\" --network dense >/dev/full", ROOT + "/submit/summary.sh"));

    assertThat(result.exit()).as("%s", result).isEqualTo(3);
    assertThat(lines(result)).singleElement().asString().contains("standard output");
  }

  @Test
  @DisplayName("a user id that has no name, as in a container, with no home")
  void aUserWithoutAName() throws Exception {
    String jar = TestedBuild.jobJar().toString();
    String as = "setpriv --reuid 54321 --regid 54321 --clear-groups env -u HOME ";
    assumeTrue(
        shell(List.of(as + "test -r '" + jar + "' && ! id -un 54321")).exit() == 0,
        "another user can't be had here, or can't read the job jar");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    String prepare =
        as + "\"$0\" prepare --source synthetic:60 --out \"$1\" -- --master 'local[2]'";
    Result result =
        shell(
            List.of(
                prepare, ROOT + "/submit/convspark.sh", directory.resolve("prepared").toString()));

    assertThat(result.exit()).as("%s", result).isZero();
    assertThat(directory.resolve("prepared/dataset.json")).exists();
  }
}
