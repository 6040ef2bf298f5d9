package org.convspark.storage.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvCellTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=cmd|' /C calc'!A0",
        "+1+2",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\nx",
        " =1",
        "-",
        "--1"
      })
  void aTextThatStartsLikeAFormulaIsMarked(String text) {
    assertThat(CsvCell.harmless(text)).isEqualTo("'" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cat", "a=b", "-1", "+1.5", "-1e-7", "3", "'=x", "a\n=b"})
  void otherTextsStay(String text) {
    assertThat(CsvCell.harmless(text)).isEqualTo(text);
  }

  @Test
  void quotesAreDoubled() {
    assertThat(CsvCell.quoted("=say \"x\"")).isEqualTo("\"'=say \"\"x\"\"\"");
  }
}
