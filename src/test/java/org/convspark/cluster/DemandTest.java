package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.convspark.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DemandTest {
  @ParameterizedTest
  @CsvSource({
    "10, 4, 1, 40",
    "10, 4, 2, 20",
    "10, 4, 8, 10",
    "2147483647, 4, 1, 2147483647",
  })
  void theSettingsMayLimitTheSlots(int executors, int cores, int cpus, int most) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.dynamicAllocation.maxExecutors", "" + executors)
            .set("spark.executor.cores", "" + cores)
            .set("spark.task.cpus", "" + cpus);

    assertThat(Demand.most(conf)).isEqualTo(most);
  }

  /** On YARN and Kubernetes an executor has one core unless it is given more. */
  @ParameterizedTest
  @CsvSource({"yarn, 10", "k8s://https://h, 10", "spark://h:7077, 2147483647"})
  void anExecutorsCoresHaveADefaultInMostClusters(String master, int most) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.master", master)
            .set("spark.dynamicAllocation.maxExecutors", "10");

    assertThat(Demand.most(conf)).isEqualTo(most);
  }

  @Test
  void whereNothingIsSetNothingIsKnown() {
    assertThat(Demand.most(new SparkConf(false))).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void withoutDynamicAllocationNothingIsAsked() {
    try (Demand demand = Demand.of(LocalSpark.context(), 7)) {
      assertThat(demand.slots()).isEqualTo(7);
    }
    assertThat(LocalSpark.context().statusTracker().getActiveJobIds()).isEmpty();
  }
}
