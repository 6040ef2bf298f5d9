package org.convspark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.convspark.config.DataConfig.OnBad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DataConfigTest {
  private static DataConfig with(String key, String value) {
    return DataConfig.of(Settings.defaults().with(key, value));
  }

  @Test
  void theDefaultsAskForNothing() {
    DataConfig config = DataConfig.of(Settings.defaults());

    assertThat(config.limit()).isEmpty();
    assertThat(config.seed()).isEqualTo(1);
    assertThat(config.preprocess()).isEmpty();
    assertThat(config.shape()).isEmpty();
    assertThat(config.testSplit()).isEqualTo(0.2);
    assertThat(config.onBad()).isEqualTo(OnBad.FAIL);
    assertThat(config.columns().image()).isEmpty();
  }

  @Test
  void whatIsAskedForIsThere() {
    assertThat(with("limit", "7").limit()).isEqualTo(OptionalLong.of(7));
    assertThat(with("limit", "7").unlimited()).isEqualTo(DataConfig.of(Settings.defaults()));
    assertThat(with("images.on-bad", "skip").onBad()).isEqualTo(OnBad.SKIP);
    assertThat(with("images.preprocess", "mnist").preprocess()).hasValue("mnist");
    assertThat(with("columns.label", "y").columns().label()).hasValue("y");
    assertThat(with("images.test-split", "0").testSplit()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0, --limit: 0 given",
    "limit, many, --limit",
    "images.test-split, 1, '--test-split: 1 given, 0 to below 1 expected'",
    "images.test-split, -0.1, --test-split: -0.1 given",
    "images.test-split, NaN, --test-split",
    "images.on-bad, ignore, '--on-bad-image: ignore given, one of fail, skip expected'"
  })
  void whatCannotBeIsWrongUsage(String key, String value, String message) {
    assertThatThrownBy(() -> with(key, value))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }
}
