package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose output's disk is full. */
final class FullDiskIT {
  @TempDir private Path directory;
  private Path disk;

  @BeforeEach
  void mountASmallDisk() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        call("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
        "a disk of 1 MB can't be mounted; it needs root");
  }

  @AfterEach
  void unmount() throws Exception {
    call("umount", disk.toString());
  }

  private static int call(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Test
  void aFullDiskIsAClearErrorAndLeavesNothing() throws IOException {
    Submit.Result result =
        Submit.command("train", "--data", "synthetic:600", "--network", "dense", "--epochs", "1")
            .with("--out", disk.resolve("run").toString())
            .local()
            .run();

    assertThat(result.status()).as(result::everything).isEqualTo(3);
    assertThat(result.errorLines()).singleElement().asString().contains("No space left");
    try (Stream<Path> left = Files.list(disk)) {
      assertThat(left).isEmpty();
    }
  }
}
