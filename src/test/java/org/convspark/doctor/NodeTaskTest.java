package org.convspark.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTaskTest {
  @TempDir private Path directory;

  private NodeCheck check(String data, String out) {
    // It says on which executor it is.
    LocalSpark.session();
    return new NodeTask(
            false,
            false,
            Optional.of(directory.resolve(data).toString()),
            Optional.of(directory.resolve(out).toString()))
        .run(new SerializableConfiguration(new Configuration(false)));
  }

  @Test
  void usablePathsAreUsedAndLeftAsTheyWere() throws IOException {
    Files.writeString(directory.resolve("data"), "");

    NodeCheck check = check("data", "not/yet/there");

    assertThat(check.dataError()).isEmpty();
    assertThat(check.outError()).isEmpty();
    assertThat(directory.toFile().list()).containsExactly("data");
    assertThat(check(".", "out").dataError()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithAPath() throws IOException {
    Files.writeString(directory.resolve("file"), "");

    NodeCheck check = check("none", "file/out");

    assertThat(check.dataError()).isEqualTo("no such file");
    assertThat(check.outError()).isNotEmpty().doesNotContain("\n", "expected");
  }

  private static String onAnExecutor(PathTask task, boolean data) {
    Configuration hadoop = new Configuration(false);
    return data ? task.dataError(hadoop) : task.outError(hadoop);
  }

  private PathTask compared(Mark mark) {
    return new PathTask(
            Optional.of(directory.resolve("data").toString()),
            Optional.of(directory.resolve("new/out").toString()))
        .compared(mark, new Configuration(false));
  }

  @Test
  void executorsThatSeeOtherFilesThanTheDriverSayWhich() throws IOException {
    Path file =
        Files.writeString(Files.createDirectory(directory.resolve("data")).resolve("a"), "1");
    Files.writeString(file.resolveSibling("b"), "22");
    PathTask task = compared(Mark.NONE);

    assertThat(onAnExecutor(task, true)).isEmpty();
    Files.writeString(file, "longer");
    assertThat(onAnExecutor(task, true)).endsWith("data/a has 6 bytes, 1 on the driver");
    Files.delete(file);
    assertThat(onAnExecutor(task, true))
        .startsWith("no file:/")
        .endsWith("data/a, which the driver sees");
  }

  @Test
  void anExecutorThatDoesNotSeeTheDriversMarkHasADiskOfItsOwn() throws IOException {
    PathTask task;
    try (Mark mark = compared(Mark.NONE).mark(new Configuration(false))) {
      task = compared(mark);

      assertThat(directory.toFile().list()).hasSize(1);
      assertThat(onAnExecutor(task, false)).isEmpty();
    }
    assertThat(directory.toFile().list()).isEmpty();
    assertThat(onAnExecutor(task, false)).isEqualTo("another directory than the driver's");
    assertThat(directory.toFile().list()).isEmpty();
  }

  /** Whose failure is the driver's own. */
  @Test
  void whereTheDriverCannotWriteThereIsNoMark() throws IOException {
    Files.writeString(directory.resolve("file"), "");
    PathTask task =
        new PathTask(Optional.empty(), Optional.of(directory.resolve("file/out").toString()));

    assertThat(task.mark(new Configuration(false)).uri()).isEmpty();
  }
}
