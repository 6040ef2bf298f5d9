package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SupportedVersionsTest {
  @Test
  void theBuildRunsOnItsOwnSpark() {
    assertThatCode(SupportedVersions::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "2.12, 3.5.0, 2.12.18, 17",
    "2.12, 3.5.1-amzn-1, 2.12.17, 21",
    "2.12, '', '', 17",
    "2.13, 4.0.0, 2.13.16, 17",
    "2.13, 4.2.0, 2.13.18, 21",
    "2.13, 4.7.0.vendor-1, 2.13.20, 22",
    "2.13, 4.2.0, 2.13.18, 25",
    "2.13, '', '', 17"
  })
  void theirVendorsPassToo(String build, String spark, String scala, int java) {
    assertThatCode(() -> SupportedVersions.of(build).check(spark, scala, java))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "2.12, 4.0.0, 2.13.16, 17, Spark 4.0.0 with Scala 2.13.16, SPARK_HOME",
    "2.12, 3.5.3, 2.13.8, 17, Spark 3.5.3 with Scala 2.13.8, SPARK_HOME",
    "2.12, 3.4.4, 2.12.17, 17, Spark 3.4.4, SPARK_HOME",
    "2.12, 3.50.0, 2.12.17, 17, Spark 3.50.0, SPARK_HOME",
    "2.12, 3.5.3, 2.12.18, 11, Java 11, JAVA_HOME",
    "2.13, 3.5.3, 2.12.18, 17, Spark 3.5.3 with Scala 2.12.18, SPARK_HOME",
    "2.13, 3.5.3, 2.13.8, 17, Spark 3.5.3 with Scala 2.13.8, SPARK_HOME",
    "2.13, 40.0.0, 2.13.16, 17, Spark 40.0.0, SPARK_HOME",
    "2.13, 5.0.0, 2.13.16, 17, Spark 5.0.0, SPARK_HOME",
    "2.13, 4.2.0, 2.13.18, 11, Java 11, JAVA_HOME",
    "2.13, 4.1.1, 2.13.17, 25, Java 25, JAVA_HOME",
    "2.13, 4.2.0, 2.13.18, 26, Java 26, JAVA_HOME",
  })
  void othersAreNamedWithTheRemedy(
      String build, String spark, String scala, int java, String found, String remedy) {
    assertThatThrownBy(() -> SupportedVersions.of(build).check(spark, scala, java))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("found " + found, "set " + remedy);
  }
}
