package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.convspark.docs.PageCommands;
import org.convspark.docs.RunBy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages tell users to type for a laptop, HDFS and a standalone cluster works. */
final class ClusterPagesIT {
  @TempDir private Path directory;
  private PageCommands commands;

  @BeforeEach
  void choosePorts() throws IOException {
    String port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = Integer.toString(socket.getLocalPort());
    }
    // 7077 may be taken on the machine that tests.
    commands =
        new PageCommands(directory.resolve("project"))
            .replace("cluster.sh start", "cluster.sh start --port " + port)
            .replace("127.0.0.1:7077", "127.0.0.1:" + port)
            .replace("HOST:7077", "127.0.0.1:" + port)
            .replace("suspend=y", "suspend=n")
            .replace("127.0.0.1:5005", "127.0.0.1:0")
            .replace("127.0.0.1:5006", "127.0.0.1:0");
  }

  @AfterEach
  void stopTheCluster() {
    commands.close();
  }

  @Test
  void onALaptop() {
    commands.runAll(RunBy.CLUSTER_PAGES_IT);

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
      commands.run("submit/cluster.sh start --workers 3 --cores 1");
      commands.runAll(RunBy.CLUSTER_PAGES_IT_ON_HDFS);

      assertThat(hdfs.list("/runs")).containsExactly("by-hand", "client", "cluster", "mnist");
      assertThat(hdfs.sha256("/runs/cluster")).isEqualTo(hdfs.sha256("/runs/client"));
    }
  }
}
