package org.convspark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.storage.ObjectStore;
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
    Refusing.deletes = false;
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
  void oneProcessWritesItAtATime() throws IOException {
    try (RunDirectory first = start(true)) {
      write(first, "checkpoints/epoch-0001-round-00001.zip", "first");
      for (ThrowingCallable second :
          List.<ThrowingCallable>of(
              () -> start(true), () -> RunDirectory.resume(target.toString(), hadoop))) {
        assertThatThrownBy(second)
            .isInstanceOf(InputException.class)
            .hasMessageContainingAll(
                target + ": found that process " + ProcessHandle.current().pid(),
                "an output that nobody else writes",
                "wait for its end, stop it, or choose another path");
      }
      write(first, "metrics.json", "first");
      first.complete();
    }
    assertThat(target.resolve("metrics.json")).hasContent("first");
    assertThat(target.resolve("checkpoints/epoch-0001-round-00001.zip")).hasContent("first");
    assertThat(parent).isDirectoryNotContaining("glob:**/.run*");
  }

  @Test
  void whoHoldsNoLeaseAnyMoreWritesAndDeletesNothing() throws IOException {
    earlierRun();
    RunDirectory first = start(true);
    write(first, "metrics.json", "first");
    Files.delete(parent.resolve(".run.lease"));
    try (RunDirectory second = start(true)) {
      write(second, "metrics.json", "second");
      assertThatThrownBy(first::complete)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContainingAll("run is no longer this process's to write", "took it over");
      LeaseCheck check = new LeaseCheck(first);
      for (ThrowingCallable late :
          List.<ThrowingCallable>of(
              () -> first.create("model.zip"),
              () -> check.roundCompleted(null),
              () -> check.epochCompleted(null, null),
              () -> check.interrupted(null))) {
        assertThatThrownBy(late).isInstanceOf(UncheckedIOException.class);
      }
      first.close();
      assertThat(target.resolve("metrics.json")).hasContent("old");
      second.complete();
    }
    assertThat(target.resolve("metrics.json")).hasContent("second");
    assertThat(target).isDirectoryNotContaining("glob:**/model.zip");
    assertThat(parent).isDirectoryNotContaining("glob:**/.run*");
  }

  @Test
  void whereItCannotBeToldWhoseItIsTheRunStaysAndIsNamed() throws IOException {
    try (RunDirectory run = start(false)) {
      write(run, "metrics.json", "new");
      Files.delete(parent.resolve(".run.lease"));
      Files.createDirectory(parent.resolve(".run.lease")); // It is there and can't be read.
      assertThatThrownBy(run::complete)
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("can't tell whether", "the whole run is in", ".run.unfinished");
    }
    assertThat(target).doesNotExist();
    assertThat(parent.resolve(".run.unfinished/metrics.json")).hasContent("new");
  }

  @Test
  void aRunThatWasCutOffWhileItAppearedIsResumed() throws IOException {
    Files.createDirectories(parent.resolve(".run.unfinished/checkpoints"));
    Files.createFile(parent.resolve(".run.unfinished/checkpoints/a"));
    Files.createDirectories(target);
    Files.writeString(target.resolve("metrics.json"), "new");
    Files.createFile(target.resolve("._SUCCESS.last"));
    Files.createFile(parent.resolve(".run.publishing"));
    hadoop = ObjectStore.configuration();
    String uri = "objects://" + target;
    assertThatThrownBy(() -> RunDirectory.create(uri, hadoop, false))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("an unfinished run", "--resume", "--overwrite");
    assertThat(target).doesNotExist();

    try (RunDirectory run = RunDirectory.resume(uri, hadoop)) {
      assertThat(run.file("metrics.json").exists()).isTrue();
      assertThat(run.file("_SUCCESS").exists()).isFalse();
      run.complete();
    }
    assertThat(target)
        .isDirectoryContaining("glob:**/_SUCCESS")
        .isDirectoryContaining("glob:**/metrics.json");
    assertThat(parent.toFile().list()).containsExactly("run");
  }

  /** Killed between the rename and its mark, as a repeated command finds it. */
  @Test
  void aCompleteRunIsNotResumedEvenIfItsMarkWasHidden() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("metrics.json"), "new");
    Files.createFile(target.resolve("._SUCCESS.last"));
    Files.createFile(parent.resolve(".run.publishing"));
    assertThat(RunDirectory.isComplete(Location.of(target.toString(), hadoop))).isFalse();
    assertThat(RunDirectory.resumeOrCreate(target.toString(), hadoop)).isEmpty();
    assertThat(target.resolve("_SUCCESS")).exists();
    assertThat(parent.toFile().list()).containsExactly("run");
    // As where another process completed it a moment ago.
    assertThat(RunDirectory.resumeOrCreate(target.toString(), hadoop)).isEmpty();

    Files.delete(target.resolve("_SUCCESS"));
    assertThatThrownBy(() -> RunDirectory.resumeOrCreate(target.toString(), hadoop))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("an existing path");
  }

  @Test
  void onlyWhatWasJustBegunIsStartedAnew() throws IOException {
    Path unfinished = parent.resolve(".run.unfinished");
    Files.createDirectories(unfinished.resolve("tensorboard"));
    Files.writeString(unfinished.resolve("history.jsonl"), "{}");
    RunDirectory.resumeOrCreate(target.toString(), hadoop).orElseThrow().close();
    assertThat(parent).isEmptyDirectory();

    for (String file : new String[] {"model.zip", "_SUCCESS", "test/part-0.parquet"}) {
      Path kept = unfinished.resolve(file);
      Files.createDirectories(kept.getParent());
      Files.createFile(kept);
      assertThatThrownBy(() -> RunDirectory.resumeOrCreate(target.toString(), hadoop))
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll(
              "without checkpoints, ",
              ".run.unfinished, with " + file.replaceFirst("/.*", ""),
              "discard it with --overwrite in place of --resume auto");
      assertThat(kept).exists();
      Files.delete(kept);
    }
  }

  @Test
  void whatWasToBeOverwrittenComesBack() throws IOException {
    earlierRun();
    Files.move(target, parent.resolve(".run.old"));
    assertThatThrownBy(() -> start(false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("an existing path");
    assertThat(target.resolve("metrics.json")).hasContent("old");
    assertThat(parent.toFile().list()).containsExactly("run");
  }

  @Test
  void theMarkComesLastOnAnObjectStoreToo() throws IOException {
    hadoop = ObjectStore.configuration();
    String uri = "objects://" + target;
    try (RunDirectory run = RunDirectory.create(uri, hadoop, false)) {
      write(run, "metrics.json", "new");
      run.complete();
    }
    assertThat(target.toFile().list()).containsExactlyInAnyOrder("metrics.json", "_SUCCESS");
    try (RunDirectory run = RunDirectory.create(uri, hadoop, true)) {
      write(run, "metrics.json", "newer");
      run.complete();
    }
    assertThat(target.resolve("metrics.json")).hasContent("newer");
    assertThat(parent.toFile().list()).containsExactly("run");
  }

  @Test
  void anUnfinishedRunThatCannotBeDeletedIsNotWrittenInto() throws IOException {
    Files.createDirectories(parent.resolve(".run.unfinished"));
    refuseSoon();
    Refusing.deletes = true;
    assertThatThrownBy(() -> start(true))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(".run.unfinished", "can't be deleted");
  }

  @Test
  void whatWasOverwrittenAndCannotBeDeletedIsSaidNextTime() throws IOException {
    earlierRun();
    refuseSoon();
    try (RunDirectory run = start(true)) {
      write(run, "metrics.json", "new");
      Refusing.deletes = true;
      run.complete();
    }
    assertThat(target.resolve("metrics.json")).hasContent("new");
    assertThatThrownBy(() -> start(true))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("deleting", ".run.old was refused");
    Refusing.deletes = false;
    start(true).close();
    assertThat(target.resolve("metrics.json")).hasContent("new");
    assertThat(parent.toFile().list()).containsExactly("run");
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
      // The earlier run is aside by then.
      Refusing.renamesLeft = 3;
      Refusing.refusals = 1;
      assertThatThrownBy(run::complete).hasMessageContaining("refused");
    }
    assertThat(target.resolve("metrics.json")).hasContent("old");
    assertThat(target.resolve("_SUCCESS")).exists();
    assertThat(parent.resolve(".run.unfinished/_SUCCESS")).exists();
  }

  private void refuseSoon() {
    hadoop.setClass("fs.file.impl", Refusing.class, RawLocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    Refusing.refusals = Integer.MAX_VALUE;
  }

  /** A local file system that refuses, as Hadoop's do: by returning false. */
  public static final class Refusing extends RawLocalFileSystem {
    static boolean mkdirs;
    static boolean deletes;
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

    /** Leases can be deleted. */
    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      return !(deletes && recursive && pathToFile(path).isDirectory())
          && super.delete(path, recursive);
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
