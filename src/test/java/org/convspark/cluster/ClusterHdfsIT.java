package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone cluster whose executors read from HDFS and whose driver, here or in the cluster,
 * writes there: the same model as on local threads.
 */
final class ClusterHdfsIT {
  @TempDir private static Path directory;
  private static MiniHdfs hdfs;
  private static LocalCluster cluster;
  private static String expected;

  @BeforeAll
  static void trainOnLocalThreads() throws IOException {
    hdfs = MiniHdfs.start(directory.resolve("hdfs"), 2);
    // Of one core each: two for executors, and one for a driver.
    cluster = LocalCluster.start(directory.resolve("cluster"), 3);
    Submit.Result result =
        Submit.command("prepare", "--source", "synthetic:600", "--out", hdfs.path("/digits"))
            .local()
            .run();
    assertThat(result.status()).as(result::everything).isZero();
    result = training("/runs/local").local().run();
    assertThat(result.status()).as(result::everything).isZero();
    expected = hdfs.sha256("/runs/local");
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (hdfs != null) {
      hdfs.close();
    }
  }

  private static Submit training(String out) {
    return Submit.command("train", "--data", hdfs.path("/digits"), "--network", "dense")
        .with("--epochs", "2", "--batch-size", "32", "--workers", "2", "--out", hdfs.path(out));
  }

  @Test
  void executorsReadFromHdfs() throws IOException {
    Submit.Result result = training("/runs/client").on(cluster).conf("spark.cores.max", 2).run();

    assertThat(result.status()).as(result::everything).isZero();
    assertThat(hdfs.sha256("/runs/client")).isEqualTo(expected);
  }

  @Test
  void aDriverInTheClusterWritesTheSameModel() throws IOException {
    Submit.Result result =
        inTheCluster(training("/runs/cluster").on(cluster)).conf("spark.cores.max", 2).run();

    assertThat(result.status()).as(() -> result.everything() + cluster.logs()).isZero();
    assertThat(hdfs.list("/runs/cluster")).as(cluster::logs).contains("_SUCCESS");
    assertThat(hdfs.sha256("/runs/cluster")).isEqualTo(expected);
  }

  @Test
  void aDriverThatFailsInTheClusterFailsTheSubmission() throws IOException {
    Submit.Result result =
        inTheCluster(
                Submit.command("train", "--data", hdfs.path("/none"))
                    .with("--out", hdfs.path("/runs/none"))
                    .on(cluster))
            .run();

    assertThat(result.status()).as(result::everything).isEqualTo(3);
    assertThat(result.errorLines()).last().asString().contains("ended as FAILED");
    assertThat(cluster.logs()).contains("convspark: ", hdfs.path("/none"));
    assertThat(hdfs.list("/runs")).noneMatch(name -> name.contains("none"));
  }

  private static Submit inTheCluster(Submit submit) {
    return submit.spark("--deploy-mode", "cluster");
  }
}
