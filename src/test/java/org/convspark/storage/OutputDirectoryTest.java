package org.convspark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.convspark.config.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
  @TempDir private Path parent;
  private Path target;
  private Configuration hadoop;

  @BeforeEach
  void local() {
    target = parent.resolve("out");
    hadoop = new Configuration(false);
  }

  private OutputDirectory at(boolean overwrite) {
    return OutputDirectory.at(
        Location.of(target.toString(), hadoop), "last", overwrite, there -> {});
  }

  @Test
  void twoWritersOfOneTargetDoNotMeet() throws IOException {
    try (OutputDirectory first = at(false).start()) {
      first.temporary().child("a").write("first");
      assertThatThrownBy(() -> at(true).start())
          .isInstanceOf(InputException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThatThrownBy(() -> at(true).claim()).isInstanceOf(InputException.class);
      first.complete();
    }
    assertThat(target.resolve("a")).hasContent("first");
    assertThat(parent).isDirectoryNotContaining("glob:**/.out*");
  }

  @Test
  void whatAKilledWriterLeftDoesNotMixIn() throws IOException {
    Files.createDirectory(parent.resolve(".out.unfinished"));
    Files.writeString(parent.resolve(".out.unfinished/a"), "killed");
    try (OutputDirectory output = at(false).start()) {
      output.temporary().child("b").write("new");
      output.complete();
    }
    assertThat(target.toFile().list()).containsExactly("b");
  }

  /** Whoever took the output over is writing under the same temporary name. */
  @Test
  void whoLostItsLeasePublishesAndDeletesNothing() throws IOException {
    try (OutputDirectory output = at(false).start()) {
      output.temporary().child("a").write("mine");
      Files.delete(parent.resolve(".out.lease"));
      assertThatThrownBy(output::complete)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("no longer this process's to write");
    }
    assertThat(target).doesNotExist();
    assertThat(parent.resolve(".out.unfinished/a")).hasContent("mine");
  }

  /** Its next renewal would tell it, but it fails before. */
  @Test
  void whoDoesNotKnowYetThatItLostItsLeaseDeletesNothing() throws IOException {
    try (OutputDirectory output = at(false).start()) {
      output.temporary().child("a").write("theirs");
      Files.delete(parent.resolve(".out.lease"));
      assertThat(output.isLost()).isFalse();
    }
    assertThat(parent.resolve(".out.unfinished/a")).hasContent("theirs");
  }

  @Test
  void whatIsReplacedStaysUntilThen() throws IOException {
    Files.createDirectory(target);
    Files.writeString(target.resolve("a"), "old");
    try (OutputDirectory output = at(true).start()) {
      output.temporary().child("a").write("new");
      assertThat(target.resolve("a")).hasContent("old");
      output.complete();
    }
    assertThat(target.resolve("a")).hasContent("new");
    assertThat(parent).isDirectoryNotContaining("glob:**/.out*");
  }

  /** Spark's executors write them. */
  @Test
  void checksumsAreGoneInTheEnd() throws IOException {
    try (OutputDirectory output = at(false).start()) {
      var fs = org.apache.hadoop.fs.FileSystem.getLocal(hadoop);
      for (String name : List.of("a.parquet", "deep/b.parquet")) {
        fs.create(output.temporary().child(name).path()).close();
      }
      Path made = Path.of(output.temporary().path().toUri());
      assertThat(made.resolve("deep/.b.parquet.crc")).exists();
      output.complete();
    }
    try (Stream<Path> files = Files.walk(target)) {
      assertThat(files.filter(Files::isRegularFile))
          .containsExactlyInAnyOrder(target.resolve("a.parquet"), target.resolve("deep/b.parquet"));
    }
  }

  @Test
  void theGuardIsAskedFirst() throws IOException {
    Files.createDirectory(target);
    Location location = Location.of(target.toString(), hadoop);

    assertThatThrownBy(
            () ->
                OutputDirectory.at(
                    location,
                    "last",
                    true,
                    there -> {
                      throw new InputException(there.name(), "mine", "yours", "leave it");
                    }))
        .hasMessage("out: found mine, expected yours; leave it");
  }

  @Test
  void refusesTheRoot() {
    Location root = Location.of("file:///", hadoop);

    assertThatThrownBy(() -> OutputDirectory.at(root, "last", true, there -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found the root");
  }

  /** By Hadoop's rules a rename to a directory that just came moves into it. */
  @Test
  void neverEndsUpInADirectoryThatCameInTheLastMoment() throws IOException {
    hadoop.setClass("fs.file.impl", Racing.class, RawLocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    try (OutputDirectory output = at(false).start()) {
      output.temporary().child("a").write("late");
      assertThatThrownBy(output::complete)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("appeared");
      assertThat(target).isDirectoryContaining("glob:**/theirs");
      assertThat(target.toFile().list()).containsExactly("theirs");
      assertThat(Path.of(output.temporary().path().toUri().getPath()).resolve("a"))
          .hasContent("late");
    }
    assertThat(parent).isDirectoryNotContaining("glob:**/.out*");
  }

  /** Somebody else makes the target right before the first rename. */
  public static final class Racing extends RawLocalFileSystem {
    private boolean raced;

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      if (!raced) {
        raced = true;
        create(new org.apache.hadoop.fs.Path(to, "theirs")).close();
      }
      return super.rename(from, to);
    }
  }
}
