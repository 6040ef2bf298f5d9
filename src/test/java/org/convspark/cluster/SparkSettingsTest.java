package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.convspark.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkSettingsTest {
  @Test
  void noFileIsLeftOutWhateverTheClusterIsSetTo() {
    SparkConf conf = new SparkConf(false).set("spark.sql.files.ignoreCorruptFiles", "true");

    SparkSettings.readEverything(conf);

    for (String each :
        List.of(
            "spark.files.ignoreCorruptFiles",
            "spark.files.ignoreMissingFiles",
            "spark.sql.files.ignoreCorruptFiles",
            "spark.sql.files.ignoreMissingFiles")) {
      assertThat(conf.get(each)).isEqualTo("false");
    }
  }

  @ParameterizedTest
  @CsvSource({"local, 0", "local[2], 0", "'local[*, 3]', 0", "spark://h:7077, 5", "yarn, 5"})
  void onlyAnExecutorOfItsOwnEndsWithAnError(String master, String depth) {
    SparkConf conf = new SparkConf(false).setMaster(master);

    SparkSettings.outliveErrors(conf);

    assertThat(conf.get("spark.executor.killOnFatalError.depth", "5")).isEqualTo(depth);
  }

  @Test
  void executorsWriteNumbersInOneWayAndKeepTheUsersOptions() {
    SparkConf given = new SparkConf(false).set("spark.executor.extraJavaOptions", "-Da=1");
    SparkConf none = new SparkConf(false);

    SparkSettings.writeNumbersAlike(given);
    SparkSettings.writeNumbersAlike(none);

    assertThat(given.get("spark.executor.extraJavaOptions")).isEqualTo("-Duser.language=en -Da=1");
    assertThat(none.get("spark.executor.extraJavaOptions")).isEqualTo("-Duser.language=en");
  }

  @Test
  void theUsersNameOfTheApplicationStays() {
    SparkConf named = new SparkConf(false).setAppName("nightly");
    SparkConf unnamed = new SparkConf(false);
    SparkConf submitted = new SparkConf(false).setAppName(Main.class.getName());

    for (SparkConf conf : List.of(named, unnamed, submitted)) {
      SparkSettings.nameUnlessGiven(conf, "convspark train");
    }

    assertThat(named.get("spark.app.name")).isEqualTo("nightly");
    assertThat(unnamed.get("spark.app.name")).isEqualTo("convspark train");
    assertThat(submitted.get("spark.app.name")).isEqualTo("convspark train");
  }

  @Test
  void aDriverInTheClusterKnowsThatItIsThere() {
    String key = "spark.hadoop.convspark.submit.directory";
    SparkConf conf = new SparkConf(false).set("spark.submit.deployMode", "cluster");

    assertThat(SparkSettings.submitted(new SparkConf(false)).contains(key)).isFalse();
    assertThat(SparkSettings.submitted(conf).get(key)).isEmpty();
    assertThat(SparkSettings.submitted(conf.set(key, "/home")).get(key)).isEqualTo("/home");
  }

  @Test
  void aMachineThatSleptHasLostNoExecutor() {
    SparkConf local = new SparkConf(false).setMaster("local[2]");
    SparkConf cluster = new SparkConf(false).setMaster("spark://h:7077");

    SparkSettings.outliveErrors(local);
    SparkSettings.outliveErrors(cluster);

    for (String key :
        List.of(
            "spark.storage.blockManagerHeartbeatTimeoutMs",
            "spark.executor.heartbeat.maxFailures")) {
      assertThat(local.contains(key)).isTrue();
      assertThat(cluster.contains(key)).isFalse();
    }
  }
}
