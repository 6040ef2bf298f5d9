package org.convspark.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.convspark.engine.natives.Acceleration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("numerical")
final class GradientCheckTest {
  @BeforeEach
  @AfterEach
  void accelerated() {
    Acceleration.apply(true);
  }

  /** Zero would mean that nothing was compared: floats and doubles round differently. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void errorsAreOfRoundingAndNoMore(boolean accelerated) {
    Acceleration.apply(accelerated);

    assertThat(GradientCheck.relativeError(accelerated)).isPositive().isLessThan(1e-4);
  }
}
