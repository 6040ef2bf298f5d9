package org.convspark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptsTest {
  private static final Optional<String> FIRST = Optional.of("epoch-0001.zip");

  @TempDir Path directory;
  private int done;
  private boolean lost;

  private Attempts attempts() {
    return new Attempts(
        Location.of(directory.resolve("run").toString(), new Configuration(false)), () -> lost);
  }

  private Path file() {
    return directory.resolve(".run.attempts");
  }

  private void fail(Optional<String> checkpoint, String reason) {
    fail(checkpoint, reason, false);
  }

  private void fail(Optional<String> checkpoint, String reason, boolean wanted) {
    assertThatThrownBy(
            () ->
                attempts()
                    .run(
                        checkpoint,
                        () -> wanted,
                        () -> {
                          throw new IOException(reason);
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage(reason);
  }

  /** A process that is killed notes nothing more. */
  private void kill(Optional<String> checkpoint) throws IOException {
    fail(checkpoint, "?");
    String record = Files.readString(file());
    Files.writeString(file(), record.replace(",\"reason\":\"?\"", ""));
    assertThat(Files.readString(file())).isNotEqualTo(record);
  }

  private void succeed(Optional<String> checkpoint) throws Exception {
    attempts().run(checkpoint, () -> false, () -> done++);
  }

  @Test
  void whatFailsAlikeAgainAndAgainIsNotTriedForEver() {
    fail(FIRST, "no space on 10.0.0.1, task 7");
    fail(FIRST, "no space on 10.0.0.22, task 12");
    fail(FIRST, "no space on 10.0.0.1, task 8");

    assertThatThrownBy(() -> succeed(FIRST))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "3 attempts that failed alike from epoch-0001.zip: no space on 10.0.0.1, task 8",
            "mend the reason, then go on with --resume");
    assertThat(done).isZero();
  }

  @Test
  void whatSomebodyWantedToEndIsNoFailure() throws Exception {
    for (int i = 0; i < 4; i++) {
      fail(FIRST, "job cancelled", true);
    }

    succeed(FIRST);

    assertThat(done).isOne();
  }

  @Test
  void soIsWhatIsKilledBeforeItsFirstCheckpoint() throws Exception {
    for (int i = 0; i < 3; i++) {
      kill(Optional.empty());
    }

    assertThatThrownBy(() -> succeed(Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "3 attempts that failed alike from the start: it was killed, or its machine was lost",
            "mend the reason, then start anew with --overwrite");
  }

  @Test
  void whatGetsFurtherOrFailsOtherwiseGoesOn() throws Exception {
    fail(Optional.empty(), "lost");
    fail(Optional.empty(), "lost");
    fail(Optional.empty(), "lost");
    // By hand it got further.
    fail(FIRST, "lost");
    fail(FIRST, "lost");
    fail(FIRST, "no space");
    fail(FIRST, "lost");
    succeed(FIRST);

    assertThat(done).isEqualTo(1);
    assertThat(file()).doesNotExist();
  }

  @Test
  void theRecordIsShortAndOneThatIsDamagedCountsForNothing() throws Exception {
    for (int i = 0; i < 5; i++) {
      fail(FIRST, (i % 2 == 0 ? "even" : "odd") + "x".repeat(2000));
    }
    assertThat(Files.readAllLines(file())).hasSize(3).allMatch(line -> line.length() < 700);
    Files.writeString(file(), "{\"start\"");

    succeed(FIRST);
    attempts().clear();
  }

  @Test
  void temporaryNamesAreOthersInEachAttempt() {
    fail(FIRST, "can't write .epoch-0002.zip.tmp-3fa9c1d2 of 0a1b2c3d-ab12-4e5f-ffff-a0b1c2d3e4f5");
    fail(FIRST, "can't write .epoch-0002.zip.tmp-deadbeef of ffffffff-abcd-4abc-0000-000000000000");
    fail(FIRST, "can't write .epoch-0002.zip.tmp-00000001 of 00000000-0000-4000-ab12-ffffffffffff");

    assertThatThrownBy(() -> succeed(FIRST))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("3 attempts that failed alike");
  }

  /** Who took it over keeps a record of his own by then. */
  @Test
  void whoLostTheRunLeavesTheRecordAlone() throws IOException {
    for (boolean wanted : new boolean[] {false, true}) {
      assertThatThrownBy(
              () ->
                  attempts()
                      .run(
                          FIRST,
                          () -> wanted,
                          () -> {
                            lost = true;
                            Files.writeString(file(), "another's");
                            throw new IOException("no longer ours");
                          }))
          .hasMessage("no longer ours");
      assertThat(file()).hasContent("another's");
      lost = false;
    }
  }

  @Test
  void aRunThatIsDoneIsNoFailureForARecordThatStays() throws Exception {
    Attempts attempts =
        new Attempts(Location.of(directory.resolve("run").toString(), undeletable()), () -> false);
    attempts.run(FIRST, () -> false, () -> done++);

    assertThat(done).isOne();
    assertThat(file()).exists();
  }

  private static Configuration undeletable() {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.file.impl", Undeletable.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return hadoop;
  }

  /** As a directory whose owner changed its mode meanwhile. */
  static final class Undeletable extends RawLocalFileSystem {
    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      throw new IOException("Permission denied");
    }
  }
}
