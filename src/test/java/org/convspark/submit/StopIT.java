package org.convspark.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Signals to the real command line, as a terminal and a login that ends send them. */
@DisabledOnOs(OS.WINDOWS)
final class StopIT {
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(3);
  private static final byte CTRL_C = 3;

  /** What a shell starts in the background ignores SIGINT, and so does all that it starts. */
  private static final List<String> HEEDING_INT = List.of("env", "--default-signal=INT");

  @TempDir private Path directory;

  /** On a pseudo-terminal of script(1), whose progress bar must not take SIGINT for itself. */
  @Test
  void controlCOnATerminalKeepsACheckpoint() throws Exception {
    assumeThat(hasScript()).as("env of coreutils, script of util-linux").isTrue();
    Path out = directory.resolve("run");
    // exec, since a shell that waits for the command ends by the same signal, with 130.
    String command =
        "exec "
            + Path.of("submit/train.sh").toAbsolutePath()
            + " --data synthetic:30000 --network lenet-1 --epochs 200 --averaging-frequency 8"
            + (" --out " + out + " -- --master local[2] --driver-memory 1g");
    List<String> onTerminal = new ArrayList<>(HEEDING_INT);
    onTerminal.addAll(List.of("script", "-qec", command, "/dev/null"));
    Process terminal = start(onTerminal.toArray(String[]::new));
    try (OutputStream keyboard = terminal.getOutputStream()) {
      // A bar with figures.
      await(terminal, "% \\[[^\r\n]*loss: ");
      keyboard.write(CTRL_C);
      keyboard.flush();
      assertThat(terminal.waitFor(LIMIT_NANOS, TimeUnit.NANOSECONDS)).isTrue();
    } finally {
      kill(terminal);
    }
    assertThat(said())
        .contains("convspark: SIGINT: stopping with a checkpoint")
        .contains("--out " + out + " --resume");
    assertThat(terminal.exitValue()).isEqualTo(3);
    assertThat(directory.resolve(".run.unfinished/checkpoints")).isNotEmptyDirectory();
    assertThat(out).doesNotExist();
  }

  @Test
  void aPreparationStopsAndLeavesNothing() throws Exception {
    Path out = directory.resolve("dataset");
    Process preparing =
        start(
            "submit/prepare.sh",
            "--source",
            "synthetic:3000000",
            "--out",
            out.toString(),
            "--",
            "--master",
            "local[2]");
    try {
      await(preparing, "Preparing");
      preparing.destroy();
      assertThat(preparing.waitFor(LIMIT_NANOS, TimeUnit.NANOSECONDS)).isTrue();
    } finally {
      kill(preparing);
    }
    assertThat(said())
        .contains("convspark: SIGTERM: stopping")
        .contains("convspark: prepare interrupted by SIGTERM; nothing half-written is left");
    assertThat(preparing.exitValue()).isEqualTo(3);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve("said"));
    }
  }

  @Test
  void underNohupATrainingOutlivesItsLogin() throws Exception {
    Path out = directory.resolve("run");
    Process run =
        start(
            "nohup",
            "submit/train.sh",
            "--data",
            "synthetic:600",
            "--network",
            "lenet-1",
            "--epochs",
            "1",
            "--out",
            out.toString(),
            "--",
            "--master",
            "local[2]");
    try {
      await(run, "Training lenet-1 on");
      assertThat(new ProcessBuilder("kill", "-HUP", "" + run.pid()).start().waitFor()).isZero();
      assertThat(run.waitFor(LIMIT_NANOS, TimeUnit.NANOSECONDS)).isTrue();
    } finally {
      kill(run);
    }
    assertThat(run.exitValue()).as(said()).isZero();
    assertThat(out.resolve("_SUCCESS")).exists();
  }

  private Process start(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("said").toFile());
    SubmitScript.withoutSettings(builder);
    return builder.start();
  }

  private static boolean hasScript() throws Exception {
    List<String> command = new ArrayList<>(HEEDING_INT);
    command.addAll(List.of("script", "--version"));
    try {
      Process version = new ProcessBuilder(command).start();
      return new String(version.getInputStream().readAllBytes(), UTF_8).contains("util-linux");
    } catch (IOException e) {
      return false;
    }
  }

  private void await(Process run, String pattern) throws Exception {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!said().matches("(?s).*(" + pattern + ").*")) {
      assertThat(run.isAlive() && System.nanoTime() < end)
          .as(() -> "waiting for " + pattern + ": " + said())
          .isTrue();
      Thread.sleep(20);
    }
  }

  private String said() {
    try {
      return Files.readString(directory.resolve("said"), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void kill(Process run) {
    run.descendants().forEach(ProcessHandle::destroyForcibly);
    run.destroyForcibly();
  }
}
