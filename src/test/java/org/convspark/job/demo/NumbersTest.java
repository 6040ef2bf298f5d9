package org.convspark.job.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.convspark.config.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1 0 -1; 2 .5 1e1", " 1,0,-1;2,.5,1e1; ", "1, 0, -1 ;\t2  .5 10"})
  void rowsAreDividedBySemicolonsNumbersByBlanksOrCommas(String text) {
    assertThat(Numbers.parse("--kernel", text))
        .isDeepEqualTo(new float[][] {{1, 0, -1}, {2, 0.5f, 10}});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "1 2; 3 | a row 2 of 1 given, rows as long as the first, which has 2 expected",
        "'' | an empty row given, rows of numbers as in \"1 0 -1; 1 0 -1; 1 0 -1\" expected",
        "1 2;;3 4 | an empty row given, rows of numbers as in \"1 0 -1; 1 0 -1; 1 0 -1\" expected",
        "1 x | 'x' given, numbers of -1000 to 1000 expected",
        "1 NaN | 'NaN' given, numbers of -1000 to 1000 expected",
        "1 -Infinity | '-Infinity' given, numbers of -1000 to 1000 expected",
        "1 1e9 | '1e9' given, numbers of -1000 to 1000 expected",
        "[[1 0] | '[[1' given, numbers of -1000 to 1000 expected"
      })
  void whatIsNoKernelIsSaidInOneLine(String text, String said) {
    assertThatThrownBy(() -> Numbers.parse("--kernel", text))
        .isInstanceOf(UsageException.class)
        .hasMessage("--kernel: " + said);
  }

  @Test
  void whatIsWiderThanATerminalIsRefused() {
    assertThatThrownBy(() -> Numbers.parse("--image", "1 ".repeat(33)))
        .hasMessage("--image: 1x33 given, at most 32 rows and 32 columns expected");
    assertThatThrownBy(() -> Numbers.parse("--image", "1;".repeat(33)))
        .hasMessage("--image: 33x1 given, at most 32 rows and 32 columns expected");
    assertThat(Numbers.parse("--image", "1;".repeat(32))).hasDimensions(32, 1);
  }
}
