package org.convspark.data.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NormalizedDigitTest {
  @ParameterizedTest
  @CsvSource({
    "false, true, 0.1234, true, 'inverted, scaled by 0.12, frame removed'",
    "false, true, 0.1, false, 'inverted, scaled by 0.1'",
    "false, false, 1, false, scaled by 1",
    "false, false, 20, false, scaled by 20",
    "false, false, 0.00345, false, scaled by 0.0034",
    "true, true, 1, false, no ink found",
    "true, false, 1, true, 'no ink found, frame removed'"
  })
  void saysWhatWasSeen(
      boolean blank, boolean inverted, double scale, boolean frameRemoved, String remark) {
    NormalizedDigit digit =
        new NormalizedDigit(new byte[784], blank, inverted, scale, frameRemoved);

    assertThat(digit.remark()).isEqualTo(remark);
  }
}
