package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSessionTest {
  @ParameterizedTest
  @CsvSource({"local, 0", "local[2], 0", "'local[*, 3]', 0", "spark://h:7077, 5", "yarn, 5"})
  void onlyAnExecutorOfItsOwnEndsWithAnError(String master, String depth) {
    SparkConf conf = new SparkConf(false).setMaster(master);

    ClusterSession.outliveErrors(conf);

    assertThat(conf.get("spark.executor.killOnFatalError.depth", "5")).isEqualTo(depth);
  }
}
