package org.convspark.config.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TransferConfigTest {
  private static Settings settings(String key, String value) {
    return Settings.of(ConfigFactory.empty(), Map.of("transfer.from", "model.zip", key, value));
  }

  @Test
  void frozenLayersHaveTheFactorZero() {
    TransferConfig config =
        TransferConfig.of(
            settings("transfer.freeze", "conv2d, dense*")
                .with("transfer.learning-rate-factors", "dense_1=0.1,norm = 1e-2"));

    assertThat(config.factors())
        .containsExactly(
            entry("conv2d", 0.0), entry("dense*", 0.0), entry("dense_1", 0.1), entry("norm", 0.01));
    assertThat(config.replaceHead()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "transfer.freeze                | conv2d,,dense    | --freeze",
        "transfer.learning-rate-factors | conv2d           | --learning-rate-factors",
        "transfer.learning-rate-factors | conv2d=-1        | at least 0",
        "transfer.learning-rate-factors | conv2d=1e999     | numbers",
        "transfer.learning-rate-factors | conv2d=NaN       | conv2d=NaN",
        "transfer.learning-rate-factors | a=1,a=2          | given twice"
      })
  void whatIsNeitherLayersNorFactorsIsRefused(String key, String value, String said) {
    assertThatThrownBy(() -> TransferConfig.of(settings(key, value)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({
    "transfer.freeze, dense, --freeze",
    "transfer.learning-rate-factors, dense=2, --learning-rate-factors",
    "transfer.replace-head, true, --replace-head"
  })
  void withoutAModelTheyAreRefused(String key, String value, String option) {
    Settings settings = Settings.of(ConfigFactory.empty(), Map.of(key, value));

    assertThatThrownBy(() -> TransferConfig.from(settings))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(option)
        .hasMessageContaining("--from");
  }
}
