package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.convspark.submit.ListeningSockets;
import org.convspark.submit.TestedBuild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of submit/cluster.sh is out of reach of other machines, and so is who uses it. */
@EnabledOnOs(OS.LINUX)
final class LoopbackClusterIT {
  @TempDir private Path directory;

  @Test
  void masterWorkersExecutorsAndDriverListenOnLoopbackAlone() throws Exception {
    Path state = directory.resolve("cluster");
    assertThat(cluster(state, "start", "--workers", "1", "--cores", "1")).isZero();
    try (Submit.Running running =
        Submit.command("train", "--network", "dense", "--data", "synthetic:600")
            .with("--epochs", "100000", "--out", directory.resolve("run").toString())
            .spark("--master", master(state), "--executor-memory", "512m")
            .environment("SPARK_LOCAL_IP", "")
            .start()) {
      running.awaitLine("Epoch 1/");

      List<ProcessHandle> processes = new ArrayList<>(daemons(state));
      processes.add(running.handle());
      for (ProcessHandle process : processes) {
        assertThat(ListeningSockets.of(process))
            .as(process.info().commandLine().orElse(""))
            .isNotEmpty()
            .allMatch(found -> found.getAddress().isLoopbackAddress());
      }
    } finally {
      cluster(state, "stop");
    }
  }

  private static int cluster(Path state, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("submit/cluster.sh"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("SPARK_HOME", TestedBuild.sparkHome().toString());
    builder.environment().put("CONVSPARK_CLUSTER_DIR", state.toString());
    return builder.start().waitFor();
  }

  private static String master(Path state) throws IOException {
    return Files.readString(state.resolve("logs/master.log"))
        .replaceFirst("(?s).*Starting Spark master at (spark://\\S+).*", "$1");
  }

  private static List<ProcessHandle> daemons(Path state) throws IOException {
    List<ProcessHandle> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(state)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pid")).toList()) {
        all.add(ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow());
      }
    }
    return all;
  }
}
