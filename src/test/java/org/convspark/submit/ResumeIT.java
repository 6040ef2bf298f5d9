package org.convspark.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.convspark.submit.SubmitScript.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A training that is killed or stopped, and resumed, ends as one that was left alone. */
@DisabledOnOs(OS.WINDOWS)
final class ResumeIT {
  /** As many as leave some to be trained when the last kill has come. */
  private static final int EPOCHS = 8;

  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(3);

  /** What a shell reports of a process that SIGKILL ended. */
  private static final int KILLED = 128 + 9;

  @TempDir private static Path directory;

  private static String expected;

  @BeforeAll
  static void trainUninterrupted() throws Exception {
    Path whole = directory.resolve("whole");
    Result result = SubmitScript.script("train.sh", training(whole));
    assertThat(result.exit()).as("%s", result).isZero();
    expected = model(whole);
  }

  /** 19 rounds an epoch and a checkpoint after each; dropout has random numbers to go on with. */
  private static String[] training(Path out, String... resume) {
    List<String> options = new ArrayList<>();
    options.addAll(
        List.of("--data", "synthetic:1200", "--network", "dense", "--epochs", "" + EPOCHS));
    options.addAll(List.of("--workers", "2", "--batch-size", "16", "--averaging-frequency", "2"));
    options.addAll(List.of("--dropout", "0.2", "--checkpoint-minutes", "1e-9", "--seed", "3"));
    options.addAll(List.of("--out", out.toString()));
    options.addAll(List.of(resume));
    return options.toArray(String[]::new);
  }

  private static String model(Path run) throws IOException {
    return new ObjectMapper()
        .readTree(run.resolve("run.json").toFile())
        .get("model_sha256")
        .asText();
  }

  /**
   * Early and late in an epoch, at its start, and twice in the same one; by the same command, as a
   * scheduler gives it. Epochs enough are left after the last that it can't be over by then.
   */
  @Test
  @DisplayName("epochs are counted right after a resume, and the model is the uninterrupted one's")
  void killedFiveTimesItEndsWithTheSameModel() throws Exception {
    Path out = directory.resolve("killed");
    for (String moment :
        List.of(
            "epoch-0001-round-00002",
            "epoch-0001-round-00015",
            "epoch-0002.zip",
            "epoch-0003-round-00007",
            "epoch-0003-round-00018")) {
      Process run = start(out, "--resume", "auto");
      try {
        awaitCheckpoint(run, out, moment);
      } finally {
        kill(run);
      }
      assertThat(run.waitFor()).as(moment).isEqualTo(KILLED);
      assertThat(out).doesNotExist();
    }
    assertResumes(out, "--resume", "auto");

    Result again = SubmitScript.script("train.sh", training(out, "--resume", "auto"));
    assertThat(again.exit()).as("%s", again).isZero();
    assertThat(again.out()).contains("Finished already").doesNotContain("Epoch ");
  }

  @Test
  void aDamagedCheckpointIsSaidAndTheOneBeforeGoneOnFrom() throws Exception {
    Path out = directory.resolve("damaged");
    Process run = start(out);
    try {
      awaitCheckpoint(run, out, "epoch-0002-round-00003");
    } finally {
      kill(run);
    }
    run.waitFor();
    Path checkpoints = out.resolveSibling(".damaged.unfinished/checkpoints");
    Path file = checkpoints.resolve(newest(checkpoints));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    String before = newest(checkpoints, file.getFileName().toString());

    Result result = assertResumes(out, "--resume");

    assertThat(result.err())
        .contains("Checkpoint file:" + file + " is damaged (")
        .contains(") and skipped; going on from " + before + " instead");
  }

  @Test
  void stoppedBySigtermItSaysHowToGoOn() throws Exception {
    Path out = directory.resolve("stopped");
    Process run = start(out);
    try {
      awaitCheckpoint(run, out, "epoch-0002-round-00003");
      run.destroy();
      assertThat(run.waitFor(LIMIT_NANOS, TimeUnit.NANOSECONDS)).isTrue();
    } finally {
      kill(run);
    }
    assertThat(run.exitValue()).isEqualTo(3);
    assertThat(Files.readString(directory.resolve("err"), UTF_8))
        .contains("SIGTERM: stopping with a checkpoint")
        .containsPattern(
            "interrupted by SIGTERM in epoch \\d after round \\d+; go on with the same")
        .contains("--out " + out + " --resume");
    assertThat(out).doesNotExist();
    assertResumes(out, "--resume");
  }

  @Test
  @DisplayName("one run's model never stands beside the other's history")
  void aSecondProcessIsRefusedAndTheFirstEndsUndisturbed() throws Exception {
    Path out = directory.resolve("contended");
    Process run = start(out);
    try {
      awaitCheckpoint(run, out, "epoch-0002-round-00003");
      signal("STOP", run);
      for (String second : List.of("--resume", "--overwrite")) {
        Result refused = SubmitScript.script("train.sh", training(out, second));
        assertThat(refused.exit()).as("%s", refused).isEqualTo(2);
        assertThat(refused.err())
            .contains("convspark: " + out + ": found that process " + run.pid() + " of ")
            .contains("wait for its end, stop it, or choose another path");
      }
      signal("CONT", run);
      assertThat(run.waitFor(LIMIT_NANOS, TimeUnit.NANOSECONDS)).isTrue();
    } finally {
      kill(run);
    }
    assertThat(run.exitValue()).as(() -> errors()).isZero();
    assertThat(model(out)).isEqualTo(expected);
    assertThat(Files.readAllLines(out.resolve("history.jsonl"))).hasSize(EPOCHS);
    assertThat(directory).isDirectoryNotContaining("glob:**/.contended.*");
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static Result assertResumes(Path out, String... resume) throws Exception {
    Result result = SubmitScript.script("train.sh", training(out, resume));
    assertThat(result.exit()).as("%s", result).isZero();
    assertThat(result.out()).containsPattern("Resuming (after|in) epoch \\d of " + EPOCHS);
    assertThat(model(out)).isEqualTo(expected);
    // Each epoch once, whichever run trained it.
    assertThat(Files.readAllLines(out.resolve("history.jsonl"))).hasSize(EPOCHS);
    return result;
  }

  private static Process start(Path out, String... resume) throws IOException {
    return SubmitScript.start(
        directory.resolve("out"), directory.resolve("err"), "train.sh", training(out, resume));
  }

  /** Waits until there is this checkpoint, or a later one. */
  private static void awaitCheckpoint(Process run, Path out, String name) throws Exception {
    Path checkpoints = out.resolveSibling("." + out.getFileName() + ".unfinished/checkpoints");
    long end = System.nanoTime() + LIMIT_NANOS;
    while (newest(checkpoints).compareTo(name) < 0) {
      assertThat(run.isAlive() && System.nanoTime() < end)
          .as(() -> "waiting for " + name + ": " + errors())
          .isTrue();
      Thread.sleep(5);
    }
  }

  private static String errors() {
    try {
      return Files.readString(directory.resolve("err"), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String newest(Path checkpoints) throws IOException {
    return newest(checkpoints, "f");
  }

  /**
   * @param before names that come later don't count
   */
  private static String newest(Path checkpoints, String before) throws IOException {
    if (!Files.exists(checkpoints)) {
      return "";
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      List<String> names =
          files
              .map(f -> f.getFileName().toString())
              .filter(n -> n.startsWith("epoch-") && n.compareTo(before) < 0)
              .toList();
      return names.isEmpty() ? "" : Collections.max(names);
    }
  }

  private static void kill(Process run) {
    run.descendants().forEach(ProcessHandle::destroyForcibly);
    run.destroyForcibly();
  }
}
