package org.convspark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TerminalTest {
  private static String said(Consumer<Terminal> writes) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream both = new PrintStream(said, true, UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      writes.accept(new Terminal());
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return said.toString(UTF_8).replace("\r\n", "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b", "\u0007", "\u007f", "\u0085", "\u009b", "\u009d", "\u061c", "\u200e", "\u200f",
        "\u202a", "\u202e", "\u2066", "\u2069", "\u2028", "\u2029"
      })
  void nothingInANameIsObeyed(String character) {
    String name = "a" + character + "b";

    assertThat(said(terminal -> terminal.line(name))).isEqualTo("a?b\n");
    assertThat(said(terminal -> terminal.text(name))).isEqualTo("a?b\n");
    assertThat(said(terminal -> terminal.error(name))).isEqualTo("convspark: a?b\n");
  }

  @Test
  void aLineStaysOneAndLettersOfAnyScriptStay() {
    assertThat(said(terminal -> terminal.line("a\rb\nc\td 数字 ü क्‍ष")))
        .isEqualTo("a\\rb\\nc\\td 数字 ü क्‍ष\n");
    assertThat(said(terminal -> terminal.text("a\nb\rc"))).isEqualTo("a\nb?c\n");
  }
}
