package org.convspark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.convspark.cli.Terminal;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is thrown ends in one line and an exit code. */
final class MainTest {
  static Stream<Arguments> failures() {
    InputException input = new InputException("a\nb\u001b[0m", "x\ty", "z", "mend it");
    return Stream.of(
        Arguments.of(new UsageException("--limit", 0, "1"), 1, "--limit: 0 given, 1 expected"),
        Arguments.of(input, 2, "a\\nb?[0m: found x\\ty, expected z; mend it"),
        Arguments.of(new RuntimeException(new Error("deep", input)), 2, "a\\nb?[0m: found"),
        Arguments.of(new AssertionError("assertion failed: x\n y"), 3, "AssertionError: asser"),
        Arguments.of(new StackOverflowError(), 3, "predict failed: StackOverflowError (stack"),
        Arguments.of(new OutOfMemoryError("Java heap space"), 3, "OutOfMemoryError: Java heap"),
        Arguments.of(new NoClassDefFoundError("a/B"), 3, "NoClassDefFoundError: a/B"),
        Arguments.of(new ExceptionInInitializerError(), 3, "ExceptionInInitializerError (stack"),
        Arguments.of(new IOException("disk"), 3, "predict failed: IOException: disk"),
        Arguments.of(
            new UncheckedIOException("no room", new IOException()), 3, "failed: no room (stack"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyThrowableIsOneLine(Throwable failure, int exit, String text) {
    PrintStream usual = System.err;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setErr(new PrintStream(captured, true, UTF_8));
    int found;
    try {
      found = Main.explain("predict", failure, new Terminal());
    } finally {
      System.setErr(usual);
    }

    String said = captured.toString(UTF_8);
    assertThat(found).isEqualTo(exit);
    assertThat(said.lines().filter(line -> line.startsWith("convspark: "))).hasSize(1);
    assertThat(said).contains(text);
  }
}
