package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.convspark.run.RunDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets and run directories on HDFS, and what a user sees where it refuses. */
final class HdfsIT {
  @TempDir private static Path directory;
  private static MiniHdfs hdfs;
  private static String data;

  @BeforeAll
  static void prepareADataset() throws IOException {
    hdfs = MiniHdfs.start(directory.resolve("hdfs"), 3);
    data = hdfs.path("/digits");
    hdfs.fileSystem().mkdirs(MiniHdfs.hadoopPath("/runs"));
    Submit.Result result =
        Submit.command("prepare", "--source", "synthetic:600", "--out", data).local().run();
    assertThat(result.status()).as(result::everything).isZero();
  }

  @AfterAll
  static void stop() {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  private static Submit training(String out) {
    return Submit.command("train", "--data", data, "--network", "dense", "--epochs", "2")
        .with("--batch-size", "32", "--workers", "2", "--out", out)
        .local();
  }

  @Test
  void aDatasetAndARunLiveOnHdfs() throws IOException {
    Submit.Result result = training(hdfs.path("/runs/whole")).run();

    assertThat(result.status()).as(result::everything).isZero();
    assertThat(hdfs.list("/runs/whole"))
        .contains("_SUCCESS", "history.jsonl", "metrics.json", "model.zip", "run.json");
    assertThat(hdfs.list("/runs")).noneMatch(name -> name.startsWith(".whole"));
    try (InputStream run = hdfs.fileSystem().open(MiniHdfs.hadoopPath("/runs/whole/run.json"))) {
      assertThat(new ObjectMapper().readTree(run).get("dataset").get("name").asText())
          .isEqualTo("synthetic:600");
    }
  }

  @Test
  void oneProcessWritesARun() throws IOException {
    String out = hdfs.path("/runs/one");
    try (RunDirectory first = RunDirectory.create(out, new Configuration(), false)) {
      Submit.Result second = training(out).with("--overwrite").run();

      assertThat(second.status()).as(second::everything).isEqualTo(2);
      assertThat(second.errorLines())
          .singleElement()
          .asString()
          .contains(out + ": found that process " + ProcessHandle.current().pid() + " of ");
      first.create(RunDirectory.METRICS).close();
      first.complete();
    }
    assertThat(hdfs.list("/runs/one")).containsExactly("_SUCCESS", "metrics.json");
    assertThat(hdfs.list("/runs")).noneMatch(name -> name.startsWith(".one"));
  }

  @Test
  void pathsAreLiteralButForTheColonThatHdfsHasNot() throws IOException {
    String out = hdfs.path("/Größe 数字 [1] {a,b} 50%25 #?*");
    Submit.Result result =
        Submit.command("prepare", "--source", "synthetic:600", "--out", out).local().run();
    assertThat(result.status()).as(result::everything).isZero();
    assertThat(hdfs.list("/Größe 数字 [1] {a,b} 50%25 #?*")).contains("dataset.json", "train");

    Submit.Result colon = training(hdfs.path("/runs/at 12:30")).run();
    assertThat(colon.status()).as(colon::everything).isEqualTo(2);
    assertThat(colon.errorLines()).singleElement().asString().contains("/runs/at 12:30");

    Submit.Result inside = training(data + "/run").run();
    assertThat(inside.status()).as(inside::everything).isEqualTo(1);
    assertThat(inside.errorLines()).singleElement().asString().contains("outside of --data");
  }

  @Test
  void anOutputWithoutPermissionIsOneLine() throws IOException {
    Submit.Result result =
        training(hdfs.path("/runs/denied")).environment("HADOOP_USER_NAME", "alice").run();

    assertThat(result.status()).as(result::everything).isEqualTo(2);
    assertThat(result.errorLines()).singleElement().asString().contains("ermission", "/runs");
    assertThat(hdfs.list("/runs")).noneMatch(name -> name.contains("denied"));
  }

  @Test
  void aDatasetWithoutPermissionIsOneLine() throws IOException {
    org.apache.hadoop.fs.Path secret = MiniHdfs.hadoopPath("/secret");
    hdfs.fileSystem().mkdirs(secret);
    hdfs.fileSystem().setPermission(secret, new FsPermission("700"));
    Path out = directory.resolve("secret-run");
    Submit.Result result =
        Submit.command("train", "--data", hdfs.path("/secret/digits"), "--out", out.toString())
            .local()
            .environment("HADOOP_USER_NAME", "alice")
            .run();

    assertThat(result.status()).as(result::everything).isEqualTo(2);
    assertThat(result.errorLines()).singleElement().asString().contains("/secret/digits");
    assertThat(out).doesNotExist();
  }

  @Test
  void anExceededQuotaLeavesNothingBehind() throws IOException {
    org.apache.hadoop.fs.Path small = MiniHdfs.hadoopPath("/small");
    hdfs.fileSystem().mkdirs(small);
    hdfs.fileSystem().setQuota(small, HdfsConstants.QUOTA_DONT_SET, 1 << 20);
    Submit.Result result = training(hdfs.path("/small/run")).run();

    assertThat(result.status()).as(result::everything).isIn(2, 3);
    assertThat(result.errorLines()).singleElement().asString().containsIgnoringCase("quota");
    assertThat(hdfs.list("/small")).isEmpty();
  }

  @Test
  void aDataNodeLostWhileTrainingChangesNothing() throws IOException {
    try (Submit.Running run = training(hdfs.path("/runs/survivor")).start()) {
      run.awaitLine("Training dense");
      hdfs.stopDataNode(0);
      Submit.Result result = run.result();

      assertThat(result.status()).as(result::everything).isZero();
      assertThat(hdfs.list("/runs/survivor")).contains("_SUCCESS");
    }
  }
}
