package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.spark.SparkConf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalJarsTest {
  private static final URI JAR = URI.create("file:/a%20b/job.jar");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "local[*]         | file:///a%20b/job.jar                           | ''",
        "local            | file:/user.jar,file:/a%20b/job.jar              | file:/user.jar",
        "local[2]         | hdfs://h/a%20b/job.jar,/a b/c,x y:z             |"
            + " hdfs://h/a%20b/job.jar,/a b/c,x y:z",
        "local-cluster[2] | file:/a%20b/job.jar                             | file:/a%20b/job.jar",
        "spark://h:7077   | file:/a%20b/job.jar                             | file:/a%20b/job.jar",
      })
  void onlyTheJobsOwnIsLeftOutAndOnlyOnThisMachine(String master, String given, String left) {
    SparkConf conf = new SparkConf(false).set("spark.master", master).set("spark.jars", given);

    LocalJars.leaveOut(JAR, conf);

    assertThat(conf.get("spark.jars")).isEqualTo(left);
  }
}
