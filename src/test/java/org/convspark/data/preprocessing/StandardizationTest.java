package org.convspark.data.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.convspark.data.ImageShape;
import org.junit.jupiter.api.Test;

final class StandardizationTest {
  @Test
  void everyChannelHasItsOwn() {
    float[] values = {9, 0, 1, 0, 1, 0, 1, 0.5f, 0.5f, 0, 0, 1, 1, 9};

    new Standardization(List.of(0f, 0.5f, 1f), List.of(1f, 0.5f, 0.25f))
        .apply(values, 1, 2, new ImageShape(1, 2, 3));

    assertThat(values).containsExactly(9, 0, 1, -1, 1, -4, 0, 0.5f, 0.5f, -1, -1, 0, 0, 9);
  }

  @Test
  void noneLeavesValuesAsTheyAre() {
    float[] values = {0.1f, 0.9f};

    Standardization.NONE.apply(values, 0, 1, new ImageShape(1, 2, 1));

    assertThat(values).containsExactly(0.1f, 0.9f);
    assertThat(Standardization.NONE.isFor(7)).isTrue();
  }

  @Test
  void whatCannotBeDividedByIsRefused() {
    for (List<Float> deviation : List.of(List.of(0f), List.of(-1f), List.of(Float.NaN))) {
      assertThatThrownBy(() -> new Standardization(List.of(0f), deviation))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Standardization(List.of(0f), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 means and 0 deviations");
    assertThatThrownBy(() -> new Standardization(List.of(Float.POSITIVE_INFINITY), List.of(1f)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
