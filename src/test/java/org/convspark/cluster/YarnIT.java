package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training on YARN with data and run directory on HDFS: the same model, to the bit, as on local
 * threads, with the driver here or in the cluster.
 */
final class YarnIT {
  private static final String SPARK_HOME = System.getProperty("convspark.spark.home");

  @TempDir private static Path directory;
  private static MiniHdfs hdfs;
  private static MiniYarn yarn;
  private static String expected;

  @BeforeAll
  static void trainOnLocalThreads() throws IOException {
    hdfs = MiniHdfs.start(directory.resolve("hdfs"), 2);
    hdfs.configure(configuration());
    yarn = MiniYarn.start(directory.resolve("yarn"), configuration(), 2);
    Submit.Result result =
        onHdfs("prepare", "--source", "synthetic:600", "--out", "hdfs:///digits").local().run();
    assertThat(result.status()).as(result::everything).isZero();
    result = training("hdfs:///runs/local").local().run();
    assertThat(result.status()).as(result::everything).isZero();
    expected = hdfs.sha256("/runs/local");
  }

  @AfterAll
  static void stop() {
    if (yarn != null) {
      yarn.close();
    }
    if (hdfs != null) {
      hdfs.close();
    }
  }

  private static Path configuration() {
    return directory.resolve("hadoop");
  }

  private static Submit onHdfs(String... words) {
    return Submit.command(words)
        .environment("SPARK_HOME", SPARK_HOME)
        .environment("HADOOP_CONF_DIR", configuration().toString());
  }

  private static Submit training(String out) {
    return onHdfs("train", "--data", "hdfs:///digits", "--network", "dense", "--workers", "2")
        .with("--epochs", "2", "--batch-size", "32", "--out", out);
  }

  private static Submit onYarn(Submit submit, String deployMode) {
    return submit
        .spark("--master", "yarn", "--deploy-mode", deployMode)
        .spark("--properties-file", "conf/spark-yarn.properties", "--num-executors", "2")
        // Every node of this cluster has the Spark home; else 250 MB would go to HDFS first.
        .conf("spark.yarn.jars", "local:" + SPARK_HOME + "/jars/*");
  }

  @Test
  void withTheDriverHereItIsTheSameModel() throws IOException {
    Submit.Result result = onYarn(training("hdfs:///runs/client"), "client").run();

    assertThat(result.status()).as(() -> result.everything() + yarn.containerLogs()).isZero();
    assertThat(hdfs.sha256("/runs/client")).isEqualTo(expected);
  }

  @Test
  void withTheDriverInTheClusterItIsTheSameModel() throws IOException {
    Submit.Result result = onYarn(training("hdfs:///runs/cluster"), "cluster").run();

    assertThat(result.status()).as(() -> result.everything() + yarn.containerLogs()).isZero();
    assertThat(hdfs.sha256("/runs/cluster")).isEqualTo(expected);
    assertThat(hdfs.list("/runs/cluster")).contains("_SUCCESS");
  }

  @Test
  void aFailureOfTheDriverInTheClusterFailsTheSubmission() throws IOException {
    Submit.Result result =
        onYarn(onHdfs("train", "--data", "hdfs:///none", "--out", "hdfs:///runs/none"), "cluster")
            .run();

    assertThat(result.status()).as(result::everything).isEqualTo(3);
    assertThat(yarn.containerLogs()).contains("convspark: ", "hdfs:///none");
    assertThat(hdfs.list("/runs")).noneMatch(name -> name.contains("none"));
  }
}
