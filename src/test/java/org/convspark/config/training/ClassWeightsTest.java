package org.convspark.config.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeightsTest {
  private static ClassWeights given(String value) {
    return ClassWeights.of(
        Settings.of(ConfigFactory.empty(), Map.of("training.class-weights", value)));
  }

  @Test
  void noneIsTheDefault() {
    assertThat(ClassWeights.of(Settings.defaults())).isEqualTo(ClassWeights.NONE);
    assertThat(ClassWeights.NONE.of(List.of(3L, 9L))).containsExactly(1, 1);
  }

  /** {@code compute_class_weight("balanced", classes=[0, 1, 2], y=[0] * 6 + [1] * 3 + [2])}. */
  @Test
  void balancedIsScikitLearns() {
    assertThat(given("balanced").of(List.of(6L, 3L, 1L)))
        .containsExactly(10 / 18f, 10 / 9f, 10 / 3f);
  }

  @Test
  void aClassWithoutExamplesIsNotCounted() {
    assertThat(given("balanced").of(List.of(6L, 0L, 2L))).containsExactly(8 / 12f, 1, 8 / 4f);
  }

  @Test
  void aListHasOneForEachClass() {
    assertThat(given("1, 2,0.5").of(List.of(7L, 8L, 9L))).containsExactly(1, 2, 0.5f);
    assertThat(given("0,1e-3").of(List.of(7L, 8L))).containsExactly(0, 0.001f);
    assertThatThrownBy(() -> given("1,2,0.5").of(List.of(7L, 8L)))
        .isInstanceOf(UsageException.class)
        .hasMessage("--class-weights: 3 weights given, 2, one for each class, expected");
    assertThatThrownBy(() -> given("3").of(List.of(7L, 8L)))
        .isInstanceOf(UsageException.class)
        .hasMessage("--class-weights: 1 weight given, 2, one for each class, expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "balance",
        "Balanced",
        "1,-2",
        "1,",
        ",",
        "1,,2",
        "1;2",
        "NaN,1",
        "Infinity,1",
        "1e99,1",
        "0,0",
        "1f,2",
        "0x1p3,1",
        "1 2",
        "none,1",
        "1e9999999999,1"
      })
  void refusesWhatIsNoWeight(String value) {
    assertThatThrownBy(() -> given(value))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--class-weights: "
                + value
                + " given, none, balanced, or a number of at least 0 for each class, as 1,2,0.5,"
                + " not all 0, expected");
  }

  @ParameterizedTest
  @CsvSource({"none, none", "balanced, balanced", "'1, 2,.5', '1.0,2.0,0.5'"})
  void isWrittenAsItMayBeGiven(String value, String written) {
    assertThat(given(value)).hasToString(written);
    assertThat(given(written)).isEqualTo(given(value));
  }
}
