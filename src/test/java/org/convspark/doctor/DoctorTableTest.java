package org.convspark.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class DoctorTableTest {
  private static final NodeCheck DRIVER = new NodeCheckBuilder("driver").build();

  @Test
  void showsEachJvmInALineWithItsOwnLimit() {
    NodeCheck executor =
        new NodeCheckBuilder("executor 12")
            .slow()
            .errors("no such file", "")
            .build()
            .received(13_000, 13_100);
    NodeCheck broken = new NodeCheckBuilder("executor 13").failing("no library").build();
    ClusterReport survey =
        new ClusterReport(
            List.of(DRIVER, executor, broken), List.of(), OptionalLong.of(1792L << 20));

    List<String> lines = DoctorTable.of(survey).lines().map(l -> l.replaceAll(" +", " ")).toList();

    assertThat(lines)
        .containsExactly(
            "where host natives malloc CPU threads images/s heap off-heap limit clock data/out",
            "driver host oneDNN, ready in 0.8 s tuned avx2 1 1234 1024 MB 512 MB 8192 MB ok ok/ok",
            "executor 12 host no oneDNN, ready in 0.8 s not tuned avx2 1 1234 1024 MB 512 MB"
                + " 1792 MB 12 s off no/ok",
            "executor 13 host don't load - avx2 0 - 1024 MB 512 MB 1792 MB ok ok/ok");
  }

  @Test
  void namesVersions() {
    assertThat(DoctorTable.versions(new NodeVersions("3.5.9", "2.12.18", "17", 100L << 20)))
        .isEqualTo("Spark 3.5.9, Scala 2.12.18, Java 17, job jar of 100 MB");
  }

  @Test
  void countsTheDriversSlotsInLocalMode() {
    ClusterReport local = new ClusterReport(List.of(DRIVER), List.of(), OptionalLong.empty());

    assertThat(DoctorTable.slots(1, local)).isEqualTo("1 task slot on the driver");
  }

  @Test
  void onlyClusterManagersThatLimitMemoryHaveALimit() {
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "6g");

    assertThat(ContainerLimit.ofExecutors(conf, "spark://host:7077")).isEmpty();
    assertThat(ContainerLimit.ofExecutors(conf, "yarn")).hasValue((6144L + 614) << 20);
    conf.set("spark.executor.memoryOverhead", "768m");
    assertThat(ContainerLimit.ofExecutors(conf, "yarn")).hasValue((6144L + 768) << 20);
    conf.set("spark.executor.memory", "1g").remove("spark.executor.memoryOverhead");
    assertThat(ContainerLimit.ofExecutors(conf, "yarn")).hasValue((1024L + 384) << 20);
  }
}
