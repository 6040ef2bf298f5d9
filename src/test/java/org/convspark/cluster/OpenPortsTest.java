package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenPortsTest {
  private static final String UI = "spark.ui.enabled";
  private static final Optional<String> NOTHING = Optional.empty();

  private final SparkConf conf = new SparkConf(false).setMaster("local[2]");

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[4]"})
  void aLocalRunIsClosed(String master) {
    OpenPorts.close(conf.setMaster(master), NOTHING);

    assertThat(conf.get("spark.driver.bindAddress")).isEqualTo("127.0.0.1");
    assertThat(conf.get(UI)).isEqualTo("false");
    assertThat(OpenPorts.warnings(conf, NOTHING)).isEmpty();
  }

  @Test
  void theWebInterfaceIsOnWhereItHasALoopbackAddress() {
    OpenPorts.close(conf, Optional.of("127.0.0.1"));

    assertThat(conf.contains(UI)).isFalse();
    assertThat(OpenPorts.warnings(conf, Optional.of("127.0.0.1"))).isEmpty();
  }

  @Test
  void whoOpensTheWebInterfaceIsToldHowToProtectIt() {
    OpenPorts.close(conf.set(UI, "true"), NOTHING);

    assertThat(OpenPorts.warnings(conf, NOTHING))
        .singleElement()
        .asString()
        .contains("0.0.0.0", "spark.ui.filters");
    assertThat(OpenPorts.warnings(conf, Optional.of("192.0.2.1")))
        .singleElement()
        .asString()
        .contains("192.0.2.1");
    conf.set("spark.ui.filters", "org.example.Login");
    assertThat(OpenPorts.warnings(conf, NOTHING)).isEmpty();
  }

  @Test
  void whoOpensTheDriverIsToldHowToProtectIt() {
    OpenPorts.close(conf.set("spark.driver.bindAddress", "0.0.0.0"), NOTHING);

    assertThat(OpenPorts.warnings(conf, NOTHING))
        .singleElement()
        .asString()
        .contains("0.0.0.0", "spark.authenticate");
    conf.set("spark.authenticate", "true");
    assertThat(OpenPorts.warnings(conf, NOTHING)).isEmpty();
  }

  @Test
  void executorsOfAClusterReachTheDriver() {
    OpenPorts.close(conf.setMaster("spark://h:7077"), NOTHING);

    assertThat(conf.getAll()).hasSize(1);
    assertThat(OpenPorts.warnings(conf, NOTHING)).isEmpty();
  }
}
