package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that have, where the driver's results and data are, a disk of their own. */
final class OwnDisksIT {
  @TempDir private static Path directory;
  private static Path disk;
  private static Path model;
  private static LocalCluster cluster;

  @BeforeAll
  static void startCluster() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    List<String> onItsOwn =
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs tmpfs \"$0\" && exec \"$@\"",
            disk.toString());
    assumeTrue(
        works(Stream.concat(onItsOwn.stream(), Stream.of("true")).toList()),
        "no disk of its own can be mounted for a process; it needs root");
    run("prepare", "--source", "synthetic:600", "--out", disk.resolve("data").toString());
    cluster = LocalCluster.startWorkersBy(onItsOwn, directory.resolve("cluster"), 1);
    model = disk.resolve("model");
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static boolean works(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void run(String... words) {
    Submit.Result result = Submit.command(words).local().run();
    assertThat(result.status()).as(result::everything).isZero();
  }

  private static Submit.Result onTheCluster(String... words) {
    return Submit.command(words).on(cluster).run();
  }

  private static void assertRefused(Submit.Result result, String... words) {
    assertThat(result.status()).as(result::everything).isEqualTo(2);
    assertThat(result.errorLines()).last().asString().contains(words);
  }

  /** Which writes from the driver alone. The others need its model. */
  @Test
  void trainingWritesToTheDriversDiskAndTheOthersRefuseTo() throws IOException {
    Submit.Result trained =
        onTheCluster(
            "train",
            "--data",
            "synthetic:600",
            "--network",
            "dense",
            "--epochs",
            "1",
            "--out",
            model.toString());
    assertThat(trained.status()).as(trained::everything).isZero();
    assertThat(model.resolve("_SUCCESS")).exists();
    assertThat(model.resolve("checkpoints")).isNotEmptyDirectory();

    Path out = disk.resolve("out");
    for (List<String> command :
        List.of(
            List.of("predict", "--model", model.toString(), "--data", "synthetic:600"),
            List.of("evaluate", "--model", model.toString(), "--data", "synthetic:600"),
            List.of("prepare", "--source", "synthetic:600"))) {
      assertRefused(
          Submit.command(command.toArray(String[]::new))
              .with("--out", out.toString())
              .on(cluster)
              .run(),
          out + ": found another directory than the driver's on executor 0 on 127.0.0.1",
          "put --out on a file system that driver and executors share");
      try (Stream<Path> left = Files.list(disk)) {
        assertThat(left).containsExactlyInAnyOrder(model, disk.resolve("data"));
      }
    }
  }

  @Test
  void dataThatTheExecutorsDoNotHaveIsFoundBeforeTraining() {
    Path out = directory.resolve("run");
    String data = disk.resolve("data").toString();

    assertRefused(
        onTheCluster("train", "--data", data, "--network", "dense", "--out", out.toString()),
        "does not exist, expected files that stay",
        "every executor can read",
        "hdfs://");
    assertThat(out).doesNotExist();
  }

  @Test
  void doctorNotesAnOutputThatIsNotShared() {
    Submit.Result result = onTheCluster("doctor", "--out", disk.resolve("out").toString());

    assertThat(result.status()).as(result::everything).isZero();
    assertThat(result.output())
        .contains("executor 0 on 127.0.0.1: unusable --out (another directory than the driver's)");
  }
}
