package org.convspark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path parent;
  private Path target;
  private Configuration hadoop;

  @BeforeEach
  void local() {
    target = parent.resolve("run");
    hadoop = new Configuration(false);
    Refusing.mkdirs = false;
    Refusing.renamesLeft = Integer.MAX_VALUE;
  }

  private RunDirectory start(boolean overwrite) {
    return RunDirectory.create(target.toString(), hadoop, overwrite);
  }

  private static void write(RunDirectory run, String name, String text) throws IOException {
    try (OutputStream out = run.create(name)) {
      out.write(text.getBytes());
    }
  }

  private void earlierRun() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("metrics.json"), "old");
    Files.createFile(target.resolve("_SUCCESS"));
  }

  @Test
  void appearsWholeWithItsMarkOfSuccess() throws IOException {
    try (RunDirectory run = start(false)) {
      write(run, "metrics.json", "new");
      write(run, "checkpoints/1/state", "x");
      assertThat(target).doesNotExist();
      run.complete();
    }
    assertThat(target.resolve("metrics.json")).hasContent("new");
    assertThat(target.resolve("checkpoints/1/state")).hasContent("x");
    assertThat(target.resolve("_SUCCESS")).isEmptyFile();
    assertThat(parent).isDirectoryNotContaining("glob:**/.run*");
  }

  @Test
  void leavesNothingBehindWithoutCompletion() throws IOException {
    try (RunDirectory run = start(false)) {
      write(run, "model.zip", "half");
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void anIncompleteRunCanBeKeptForItsCheckpoints() throws IOException {
    Location kept;
    try (RunDirectory run = start(false)) {
      write(run, "checkpoints/1/state", "x");
      kept = run.keepOnClose();
    }
    assertThat(target).doesNotExist();
    assertThat(Path.of(kept.path().toUri().getPath()).resolve("checkpoints/1/state"))
        .hasContent("x");
  }

  @Test
  void refusesAnExistingTargetBeforeAnyWork() throws IOException {
    earlierRun();
    assertThatThrownBy(() -> start(false))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("run: found an existing path", "--overwrite");
    assertThat(target.resolve("metrics.json")).hasContent("old");
  }

  @Test
  void overwritesOnlyOnceTheNewRunIsWhole() throws IOException {
    earlierRun();
    try (RunDirectory run = start(true)) {
      write(run, "metrics.json", "half");
    }
    assertThat(target.resolve("metrics.json")).hasContent("old");

    try (RunDirectory run = start(true)) {
      write(run, "metrics.json", "new");
      assertThat(target.resolve("metrics.json")).hasContent("old");
      run.complete();
    }
    assertThat(target.resolve("metrics.json")).hasContent("new");
    assertThat(parent).isDirectoryNotContaining("glob:**/.run*");
  }

  @Test
  void neverOverwritesWhatIsNoFinishedRun() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("thesis.tex"), "mine");
    assertThatThrownBy(() -> start(true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no finished run");
    assertThat(target.resolve("thesis.tex")).hasContent("mine");
  }

  @Test
  void aTargetThatAppearedMeanwhileStaysAndSoDoesTheRun() throws IOException {
    try (RunDirectory run = start(false)) {
      write(run, "metrics.json", "new");
      earlierRun();
      assertThatThrownBy(run::complete)
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("appeared", "move it by hand");
      assertThat(target.resolve("metrics.json")).hasContent("old");
    }
    assertThat(parent).isDirectoryContaining("glob:**/.run.unfinished");
  }

  @Test
  void refusesAParentThatIsNoDirectory() throws IOException {
    Files.writeString(parent.resolve("file"), "");
    target = parent.resolve("file/run");
    assertThatThrownBy(() -> start(false)).isInstanceOf(InputException.class);
  }

  @Test
  void refusesTheRootAndUnknownSchemes() {
    assertThatThrownBy(() -> RunDirectory.create("file:///", hadoop, false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the root");
    assertThatThrownBy(() -> RunDirectory.create("nofs://h/run", hadoop, false))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("nofs://h/run", "No FileSystem for scheme");
  }

  @Test
  void refusesAParentThatCannotBeWritten() {
    refuseSoon();
    Refusing.mkdirs = true;
    assertThatThrownBy(() -> start(false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no directory could be made");
  }

  @Test
  void aRefusedRenameKeepsTheRunAndSaysWhere() throws IOException {
    refuseSoon();
    try (RunDirectory run = start(false)) {
      Refusing.renamesLeft = 0;
      assertThatThrownBy(run::complete)
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("refused", "the whole run is in", ".run.unfinished");
    }
    assertThat(parent).isDirectoryContaining("glob:**/.run.unfinished");
  }

  @Test
  void aRefusedRenamePutsTheOverwrittenRunBack() throws IOException {
    earlierRun();
    refuseSoon();
    try (RunDirectory run = start(true)) {
      Refusing.renamesLeft = 1;
      Refusing.refusals = 1;
      assertThatThrownBy(run::complete).hasMessageContaining("refused");
    }
    assertThat(target.resolve("metrics.json")).hasContent("old");
  }

  private void refuseSoon() {
    hadoop.setClass("fs.file.impl", Refusing.class, RawLocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    Refusing.refusals = Integer.MAX_VALUE;
  }

  /** A local file system that refuses, as Hadoop's do: by returning false. */
  public static final class Refusing extends RawLocalFileSystem {
    static boolean mkdirs;
    static int renamesLeft;
    static int refusals;

    @Override
    public boolean mkdirs(org.apache.hadoop.fs.Path path, FsPermission permission)
        throws IOException {
      return !mkdirs && super.mkdirs(path, permission);
    }

    @Override
    public boolean mkdirs(org.apache.hadoop.fs.Path path) throws IOException {
      return !mkdirs && super.mkdirs(path);
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      if (renamesLeft-- > 0 || refusals-- <= 0) {
        return super.rename(from, to);
      }
      return false;
    }
  }
}
