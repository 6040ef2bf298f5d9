package org.convspark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleTest {
  @Test
  void countsAsOneUnlessSaidOtherwise() {
    byte[] image = {1, 2};
    Example one = new Example(5, 2, image);
    Example half = one.weighted(2).weighted(0.25f);

    assertThat(one.weight()).isEqualTo(1);
    assertThat(half.weight()).isEqualTo(0.5f);
    assertThat(half.id()).isEqualTo(5);
    assertThat(half.label()).isEqualTo(2);
    assertThat(half.image()).isSameAs(image);
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aWeightIsFiniteAndNotNegative(float weight) {
    assertThatThrownBy(() -> new Example(5, 2, new byte[1], weight))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("example 5: found weight " + weight + ", expected finite weights");
  }

  @Test
  void aProductOfWeightsThatIsInfiniteIsRefused() {
    Example heavy = new Example(5, 2, new byte[1], 1e30f);
    assertThatThrownBy(() -> heavy.weighted(1e30f)).isInstanceOf(InputException.class);
  }
}
