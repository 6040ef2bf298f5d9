package org.convspark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
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

  /** An object isn't there before it is written to its end. */
  @Test
  void leavesNothingBehindWhereAFileIsThereOnlyOnceItIsClosed() throws IOException {
    Configuration hadoop = new Configuration(false);
    hadoop.setClass("fs.file.impl", LateVisible.class, RawLocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    String target = directory.resolve("model.onnx").toString();
    try (OutputFile file = OutputFile.create(target, hadoop, false)) {
      file.stream().write(1);
    }
    assertThat(files()).isEmpty();
    try (OutputFile file = OutputFile.create(target, hadoop, false)) {
      file.stream().write(1);
      file.complete();
    }
    assertThat(files()).hasSize(1);
  }

  /** Finds nothing to delete at the end of the process. */
  public static final class LateVisible extends RawLocalFileSystem {
    @Override
    public boolean deleteOnExit(org.apache.hadoop.fs.Path file) {
      return false;
    }
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

  @Test
  void ofTwoWritersTheLastHasItsWholeFileThere() throws IOException {
    try (OutputFile first = create("model.onnx", true);
        OutputFile second = create("model.onnx", true)) {
      first.stream().write(new byte[] {1, 1});
      second.stream().write(new byte[] {2, 2});
      first.stream().write(1);
      second.complete();
      first.complete();
    }
    assertThat(directory.resolve("model.onnx")).hasBinaryContent(new byte[] {1, 1, 1});
    assertThat(files()).hasSize(1);
  }

  /** Between the two renames that a replacement takes. */
  @Test
  void whatAnotherWriterPutThereMeanwhileIsNotReplacedByTheFileBefore() throws IOException {
    Configuration hadoop = new Configuration(false);
    hadoop.setClass("fs.file.impl", Racing.class, RawLocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    Path target = directory.resolve("model.onnx");
    Files.writeString(target, "old");
    try (OutputFile file = OutputFile.create(target.toString(), hadoop, true)) {
      file.stream().write(1);
      assertThatThrownBy(file::complete)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("appeared");
    }
    assertThat(target).hasContent("theirs");
    assertThat(files()).hasSize(1);
  }

  /** Somebody else's file takes the place of what was just moved away. */
  public static final class Racing extends RawLocalFileSystem {
    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      boolean renamed = super.rename(from, to);
      if (to.getName().contains(".old-")) {
        Files.writeString(pathToFile(from).toPath(), "theirs");
      }
      return renamed;
    }
  }
}
