package org.convspark.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.convspark.report.Axis.Tick;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void ticksAreRoundNumbersThatCoverTheValues() {
    assertThat(Axis.over(0, 0.93).ticks())
        .extracting(Tick::label)
        .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    assertThat(Axis.over(0.712, 1).ticks())
        .extracting(Tick::label)
        .containsExactly("0.7", "0.8", "0.9", "1.0");
    assertThat(Axis.over(0, 24_390).ticks())
        .extracting(Tick::label)
        .containsExactly("0", "5,000", "10,000", "15,000", "20,000", "25,000");
  }

  /** Those of a learning rate at the end of a cycle. */
  @Test
  void ticksOfTinyValuesHaveAnExponent() {
    assertThat(Axis.over(0, 2.09e-7).ticks())
        .extracting(Tick::label)
        .containsExactly("0", "5e-8", "1.0e-7", "1.5e-7", "2.0e-7", "2.5e-7");
    assertThat(Axis.over(0, 0.0003).ticks())
        .extracting(Tick::label)
        .containsExactly("0.0000", "0.0001", "0.0002", "0.0003");
  }

  @Test
  void valuesThatAreAllTheSameHaveAnAxisToo() {
    assertThat(Axis.over(0, 0).ticks()).hasSizeBetween(2, 7);
    assertThat(Axis.over(1, 1).ticks()).hasSizeBetween(2, 7);
  }

  @Test
  void epochsAreWholeNumbers() {
    assertThat(Axis.ofEpochs(1, 5).ticks())
        .extracting(Tick::label)
        .containsExactly("1", "2", "3", "4", "5");
    assertThat(Axis.ofEpochs(1, 1).ticks()).extracting(Tick::label).containsExactly("1");
    assertThat(Axis.ofEpochs(1, 200).ticks()).hasSizeBetween(3, 7);
  }
}
