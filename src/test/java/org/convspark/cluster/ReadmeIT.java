package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README tells users to type for a laptop, HDFS and a standalone cluster works. */
final class ReadmeIT {
  @TempDir private Path directory;
  private ReadmeCommands commands;

  @BeforeEach
  void choosePorts() throws IOException {
    String port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = Integer.toString(socket.getLocalPort());
    }
    // 7077 may be taken on the machine that tests.
    commands =
        new ReadmeCommands(directory.resolve("project"))
            .replace("cluster.sh start", "cluster.sh start --port " + port)
            .replace("127.0.0.1:7077", "127.0.0.1:" + port)
            .replace("HOST:7077", "127.0.0.1:" + port);
  }

  @AfterEach
  void stopTheCluster() {
    commands.close();
  }

  @Test
  void onALaptop() {
    commands.runSection("Laptop");

    assertThat(Submit.sha256(directory.resolve("project/runs/cluster")))
        .isEqualTo(Submit.sha256(directory.resolve("project/runs/laptop")));
  }

  @Test
  void onHdfsAndAStandaloneCluster() throws IOException {
    Path configuration = directory.resolve("hadoop");
    try (MiniHdfs hdfs = MiniHdfs.start(directory.resolve("hdfs"), 2)) {
      hdfs.configure(configuration);
      commands
          .environment("HADOOP_CONF_DIR", configuration.toString())
          .environment(
              "PATH", directory + "/project/target/spark-home/bin:" + System.getenv("PATH"));
      commands.runSection("HDFS");
      commands.run("submit/cluster.sh start --workers 3 --cores 1");
      commands.runSection("Standalone");

      assertThat(hdfs.list("/runs")).containsExactly("by-hand", "client", "cluster", "mnist");
      assertThat(hdfs.sha256("/runs/cluster")).isEqualTo(hdfs.sha256("/runs/client"));
    }
  }
}
