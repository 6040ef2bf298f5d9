package org.convspark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir private Path directory;

  private OutputFile create(String name, boolean overwrite) {
    return OutputFile.create(
        directory.resolve(name).toString(), new Configuration(false), overwrite);
  }

  private Stream<Path> files() throws IOException {
    return Files.list(directory);
  }

  @Test
  void appearsWhenItIsWhole() throws IOException {
    try (OutputFile file = create("model.onnx", false)) {
      file.stream().write(1);
      assertThat(directory.resolve("model.onnx")).doesNotExist();
      file.complete();
    }
    assertThat(directory.resolve("model.onnx")).hasBinaryContent(new byte[] {1});
    assertThat(files()).hasSize(1);
  }

  /** Written by an earlier version, or by Hadoop's own tools. */
  @Test
  void anEarlierChecksumGoesWithTheFileThatItIsOf() throws IOException {
    Files.writeString(directory.resolve("model.onnx"), "old");
    Files.writeString(directory.resolve(".model.onnx.crc"), "crc of old");
    try (OutputFile file = create("model.onnx", true)) {
      file.stream().write(1);
      file.complete();
    }
    assertThat(files()).containsExactly(directory.resolve("model.onnx"));
  }

  @Test
  void leavesNothingBehindWhenItFails() throws IOException {
    try (OutputFile file = create("model.onnx", false)) {
      file.stream().write(1);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void replacesAFileOnlyWhereAskedTo() throws IOException {
    Files.writeString(directory.resolve("model.onnx"), "old");
    assertThatThrownBy(() -> create("model.onnx", false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found an existing file")
        .hasMessageContaining("--overwrite");
    try (OutputFile file = create("model.onnx", true)) {
      file.stream().write(1);
      assertThat(directory.resolve("model.onnx")).hasContent("old");
      file.complete();
    }
    assertThat(directory.resolve("model.onnx")).hasBinaryContent(new byte[] {1});
    assertThat(files()).hasSize(1);
  }

  @Test
  void neverReplacesADirectory() throws IOException {
    Files.createDirectory(directory.resolve("run"));
    assertThatThrownBy(() -> create("run", true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found a directory");
  }
}
