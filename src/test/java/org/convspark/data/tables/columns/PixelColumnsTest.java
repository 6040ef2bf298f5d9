package org.convspark.data.tables.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PixelColumnsTest {
  @Test
  void numbersAreInTheirOrder() {
    PixelColumns pixels =
        PixelColumns.of(List.of("pixel0", "pixel1", "pixel10", "pixel2", "pixel3", "age"));
    assertThat(pixels.names()).containsExactly("pixel0", "pixel1", "pixel2", "pixel3", "pixel10");
    assertThat(pixels.others()).containsExactly("age");
  }

  @Test
  void rowsComeBeforeColumns() {
    assertThat(PixelColumns.of(List.of("10x1", "1x10", "1x2", "2x1")).names())
        .containsExactly("1x2", "1x10", "2x1", "10x1");
  }

  @Test
  void otherNamesStandAsTheyAre() {
    assertThat(PixelColumns.of(List.of("d", "c", "b", "a1", "a0")).names())
        .containsExactly("d", "c", "b", "a1", "a0");
  }

  @Test
  void fewNumbersAreNoImage() {
    assertThat(PixelColumns.of(List.of("p0", "p1", "p2")).names()).isEmpty();
    assertThat(PixelColumns.of(List.of()).names()).isEmpty();
  }
}
