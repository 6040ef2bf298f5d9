package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.convspark.cluster.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A local run is nobody else's business: what listens is out of reach of other machines. */
@EnabledOnOs(OS.LINUX)
final class LoopbackIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir private Path directory;

  @Test
  void aRunOfTheScriptsListensOnLoopbackAlone() throws Exception {
    List<InetSocketAddress> found = whileTraining("submit/convspark.sh");

    // The driver's port, its blocks', and the web interface.
    assertThat(found).hasSizeGreaterThanOrEqualTo(3).allSatisfy(LoopbackIT::isLoopback);
  }

  @Test
  void soDoesOneOfSparkSubmitItself() throws Exception {
    List<InetSocketAddress> found =
        whileTraining(
            TestedBuild.sparkHome() + "/bin/spark-submit",
            "--master",
            "local[2]",
            "--class",
            "org.convspark.Main",
            TestedBuild.jobJar().toString());

    assertThat(found).isNotEmpty().allSatisfy(LoopbackIT::isLoopback);
  }

  private static void isLoopback(InetSocketAddress found) {
    assertThat(found.getAddress().isLoopbackAddress()).as(found.toString()).isTrue();
  }

  private List<InetSocketAddress> whileTraining(String... start) throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    List<String> command = new ArrayList<>(List.of(start));
    command.set(0, Path.of(start[0]).toAbsolutePath().toString());
    command.addAll(List.of("train", "--network", "dense", "--data", "synthetic:600"));
    command.addAll(List.of("--epochs", "100000", "--out", directory.resolve("run").toString()));
    Process process = SubmitScript.start(command, out, err);
    try {
      Await.until(
          "the first epoch",
          LIMIT,
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError("ended: " + read(out) + read(err));
            }
            return read(out).contains("Epoch 1/");
          },
          () -> read(out) + read(err));
      return ListeningSockets.of(process.toHandle());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
