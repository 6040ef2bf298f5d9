package org.convspark.storage.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.storage.ObjectStore;
import org.convspark.storage.text.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  /** No thread renews anything by itself while a test runs. */
  private static final Timing TIMING =
      new Timing(Duration.ofHours(1), Duration.ofHours(1), Duration.ofMinutes(1));

  @TempDir private Path parent;
  private Path file;
  private final TestClock clock = new TestClock();

  @BeforeEach
  void place() {
    file = parent.resolve(".run.lease");
  }

  private Lease take() throws IOException {
    return take(new Configuration(false));
  }

  private Lease take(Configuration hadoop) throws IOException {
    Location target = Location.of(parent.resolve("run").toString(), hadoop);
    return new LeaseRequest(target, TIMING, clock).grant();
  }

  /** Of a process on another machine. */
  private static Owner far(long beat) {
    return new Owner("far", "node7", "boot 1", 4711, "ann", "2026-01-31T23:59:59Z", "", beat, 3600);
  }

  private void write(Owner owner) throws IOException {
    Files.writeString(file, owner.text());
  }

  @Test
  void thereIsOneOwnerAtATime() throws IOException {
    try (Lease first = take()) {
      first.requireHeld();
      assertThatThrownBy(this::take)
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll(
              "/run: found that process " + ProcessHandle.current().pid(),
              System.getProperty("user.name"),
              "has been writing it since 2",
              "stop it, or choose another path");
      first.renew();
    }
    assertThat(clock.slept()).isZero();
    assertThat(parent).isEmptyDirectory();
    take().close();
  }

  @Test
  void theWaitForAnotherMachinesProcessCanBeEnded() throws IOException {
    write(far(1));
    clock.meanwhile(
        () -> {
          Lease.cancelWait();
          // As every wait heeds an interrupt.
          Thread.sleep(0);
        });
    assertThatThrownBy(this::take).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(clock.slept()).isLessThan(Duration.ofHours(1));
    assertThat(file).hasContent(far(1).text());
  }

  @Test
  void whatItsFileSays() throws IOException {
    try (Lease lease = take()) {
      lease.renew();
      ObjectNode json = (ObjectNode) Json.MAPPER.readTree(file.toFile());
      assertThat(json.fieldNames())
          .toIterable()
          .containsExactly(
              "id", "host", "machine", "pid", "user", "since", "renewed", "beat", "expiry_seconds");
      assertThat(json.get("beat").asInt()).isEqualTo(1);
      assertThat(json.get("expiry_seconds").asInt()).isEqualTo(3600);
    }
  }

  @Test
  void thatOfAProcessThatHasEndedHereIsTakenAtOnce() throws Exception {
    write(ended(System.getProperty("user.name")));
    try (Lease lease = take()) {
      lease.renew();
      assertThat(clock.slept()).isEqualTo(TIMING.settle());
    }
    assertThat(parent).isEmptyDirectory();
  }

  private static Owner ended(String user) throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    String now = "2026-01-31T23:59:59Z";
    return new Owner("it", "here", ProcessTable.id(), ended.pid(), user, now, now, 3, 3600);
  }

  /** A machine may hide the processes of others. */
  @Test
  void aProcessOfAnotherUserThatIsNotSeenIsNotTakenForEnded() throws Exception {
    write(ended(System.getProperty("user.name") + "-2"));
    take().close();
    assertThat(clock.slept()).isGreaterThanOrEqualTo(TIMING.expiry());
  }

  /** It may be another's with the same number; so what counts is whether it is renewed. */
  @Test
  void aProcessThatStartedAfterTheLeaseIsNotTakenForItsOwner() throws IOException {
    String then = "1999-12-31T23:59:59Z";
    long pid = ProcessHandle.current().pid();
    write(new Owner("it", "here", ProcessTable.id(), pid, "ann", then, then, 3, 3600));
    take().close();
    assertThat(clock.slept()).isGreaterThanOrEqualTo(TIMING.expiry());
  }

  @Test
  void thatOfAnotherMachineIsTakenWhenItIsNotRenewedForAllItsTime() throws IOException {
    write(far(1));
    try (Lease lease = take()) {
      assertThat(clock.slept()).isEqualTo(TIMING.expiry().plus(TIMING.settle()));
      lease.renew();
    }
  }

  @Test
  void thatOfAnotherMachineIsLeftAloneWhenItIsRenewed() throws IOException {
    write(far(1));
    clock.meanwhile(
        () -> {
          if (clock.slept().compareTo(Duration.ofMinutes(50)) > 0) {
            write(far(2));
          }
        });
    assertThatThrownBy(this::take)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("process 4711 of ann on node7 has been writing it since 2026-01-31");
    assertThat(file).hasContent(far(2).text());
  }

  @Test
  void itWaitsNoLongerThanUntilTheOtherGivesItBack() throws IOException {
    write(far(1));
    clock.meanwhile(() -> Files.deleteIfExists(file));
    take();
    assertThat(clock.slept()).isLessThan(TIMING.expiry());
  }

  /** Its process may have ended while it wrote the file. */
  @Test
  void aFileThatSaysNothingIsTakenAfterTheUsualTime() throws IOException {
    for (String text : new String[] {"", "{\"id\": 3", "{}", far(1).text().replace("3600", "0")}) {
      Files.writeString(file, text);
      Duration before = clock.slept();
      take().close();
      assertThat(clock.slept().minus(before)).isEqualTo(TIMING.expiry().plus(TIMING.settle()));
    }
  }

  @Test
  void whoTakesItAtTheSameTimeAndLaterWins() throws IOException {
    write(far(1));
    clock.meanwhile(
        () -> {
          if (clock.slept().compareTo(TIMING.expiry()) > 0) {
            write(far(clock.slept().toMinutes()));
          }
        });
    assertThatThrownBy(this::take)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("process 4711 of ann on node7");
    assertThat(file).content().contains("node7");
  }

  /** On an object store both may find that there is no lease, and write one. */
  @Test
  void whereTwoCanCreateItTheLaterWins() throws IOException {
    Location target = Location.of("objects://" + parent + "/run", ObjectStore.configuration());
    LeaseRequest request = new LeaseRequest(target, TIMING, clock);
    request.grant().close();
    assertThat(clock.slept()).isEqualTo(TIMING.settle());

    clock.meanwhile(() -> write(far(clock.slept().toMinutes())));
    assertThatThrownBy(request::grant)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("process 4711 of ann on node7");
    assertThat(file).content().contains("node7");
  }

  @Test
  void whoLostItIsToldWhoHasItAndLeavesItAlone() throws IOException {
    Lease lease = take();
    write(far(0));
    assertThatThrownBy(lease::renew)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll(
            "/run is no longer this process's to write",
            "process 4711 of ann on node7 took it over at 2026-01-31T23:59:59Z");
    // That it was released since doesn't bring it back.
    Files.delete(file);
    assertThatThrownBy(lease::requireHeld).hasMessageContaining("node7 took it over");
    assertThat(lease.isLost()).isTrue();
    write(far(0));
    lease.close();
    assertThat(file).exists();
  }

  @Test
  void whoseFileIsDeletedHasLostIt() throws IOException {
    try (Lease lease = take()) {
      Files.delete(file);
      assertThatThrownBy(lease::renew)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(".run.lease beside it was deleted");
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void afterAStandstillItMakesSure() throws IOException {
    try (Lease lease = take()) {
      clock.pass(TIMING.expiry());
      lease.requireHeld();
      assertThat(clock.slept()).isZero();

      clock.pass(TIMING.expiry().plusNanos(1));
      lease.requireHeld();
      assertThat(clock.slept()).isEqualTo(TIMING.settle());

      clock.pass(TIMING.expiry().plusNanos(1));
      clock.meanwhile(() -> write(far(0)));
      assertThatThrownBy(lease::requireHeld).hasMessageContaining("node7 took it over");
    }
  }

  @Test
  void aRenewalThatFailedOnAFullDiskIsMadeUpFor() throws IOException {
    Configuration hadoop = new Configuration(false);
    hadoop.setClass("fs.file.impl", Full.class, RawLocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    try (Lease lease = take(hadoop)) {
      Full.write =
          () -> {
            throw new IOException("No space left on device");
          };
      assertThatThrownBy(lease::renew)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContainingAll("can't tell whether", "No space left on device");
      assertThat(file).isEmptyFile();
      assertThat(lease.isLost()).isFalse();
      Full.write =
          () -> {
            throw new LinkageError("whatever else");
          };
      assertThatCode(lease::beat).doesNotThrowAnyException();

      Full.write = () -> {};
      for (String left : new String[] {"", "{\"id\": \"4"}) {
        Files.writeString(file, left);
        lease.beat();
        lease.requireHeld();
        assertThat(file).content().contains("\"pid\" : " + ProcessHandle.current().pid());
      }
      Files.writeString(file, "");
    } finally {
      Full.write = () -> {};
    }
    assertThat(parent).isEmptyDirectory();
  }

  /** Opening a file for writing empties it; what is written then may fail. */
  public static final class Full extends RawLocalFileSystem {
    private interface Write {
      void begin() throws IOException;
    }

    private static Write write = () -> {};

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      FSDataOutputStream out =
          super.create(path, overwrite, bufferSize, replication, blockSize, progress);
      return new FSDataOutputStream(out, null) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          Full.write.begin();
          super.write(bytes, offset, length);
        }
      };
    }
  }

  @Test
  void whoCannotRenewItMustNotWriteWhenItsTimeIsOver() throws IOException {
    Lease lease = take();
    Files.delete(file);
    Files.createDirectory(file); // It can't be read and is there.
    assertThatCode(lease::requireHeld).doesNotThrowAnyException();
    clock.pass(TIMING.expiry().plusNanos(1));
    assertThatThrownBy(lease::requireHeld)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("can't tell whether");
    assertThat(lease.isLost()).isFalse();
  }
}
