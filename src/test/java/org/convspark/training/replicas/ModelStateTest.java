package org.convspark.training.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelStateTest {
  private static final float[] GOOD = {1, -2, 0};

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void oneBadNumberAmongParametersOrOptimizerStateIsFound(float bad) {
    float[] spoilt = {1, bad, 0};
    assertThat(new ModelState(GOOD, GOOD, 0).isFinite()).isTrue();
    assertThat(new ModelState(spoilt, GOOD, 0).isFinite()).isFalse();
    assertThat(new ModelState(GOOD, spoilt, 0).isFinite()).isFalse();
  }
}
