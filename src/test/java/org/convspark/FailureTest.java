package org.convspark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.convspark.cli.Terminal;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.job.InterruptedRunException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is thrown ends in one line and an exit code. */
final class FailureTest {
  static Stream<Arguments> failures() {
    InputException input = new InputException("a\nb\u001b[0m", "x\ty", "z", "mend it");
    return Stream.of(
        Arguments.of(new UsageException("--limit", 0, "1"), 1, "--limit: 0 given, 1 expected"),
        Arguments.of(input, 2, "a\\nb?[0m: found x\\ty, expected z; mend it"),
        Arguments.of(new RuntimeException(new Error("deep", input)), 2, "a\\nb?[0m: found"),
        Arguments.of(
            new InterruptedRunException("predict interrupted by SIGINT; nothing is left", input),
            3,
            "convspark: predict interrupted by SIGINT; nothing is left"),
        Arguments.of(new AssertionError("assertion failed: x\n y"), 3, "AssertionError: asser"),
        Arguments.of(new StackOverflowError(), 3, "predict failed: StackOverflowError (stack"),
        Arguments.of(new OutOfMemoryError("Java heap space"), 3, "out of memory (Java heap space)"),
        Arguments.of(new NoClassDefFoundError("a/B"), 3, "NoClassDefFoundError: a/B"),
        Arguments.of(new ExceptionInInitializerError(), 3, "ExceptionInInitializerError (stack"),
        Arguments.of(new IOException("disk"), 3, "predict failed: IOException: disk"),
        Arguments.of(
            new UncheckedIOException("no room", new IOException()), 3, "failed: no room (stack"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyThrowableIsOneLine(Throwable failure, int exit, String text) {
    Said said = said(to -> to.explain("predict", failure));

    assertThat(said.status).isEqualTo(exit);
    assertThat(said.lines).singleElement().asString().contains(text);
  }

  /** While Spark is closed, which may take half a minute, all kinds of threads may die. */
  @Test
  void whatFailsAfterTheEndIsSettledChangesNothing() {
    Said said =
        said(
            failure -> {
              failure.explain("predict", new InputException("a", "b", "c", "d"));
              assertThat(failure.endsDriver("predict", Thread.currentThread(), new Error("second")))
                  .isFalse();
              failure.endedBy("predict", "Worker.exit");
              failure.settle(Main.DONE);
              return failure.explain("predict", new Error("closing"));
            });

    assertThat(said.status).isEqualTo(Main.WRONG_INPUT);
    assertThat(said.lines).containsExactly("convspark: a: found b, expected c; d");
  }

  @Test
  void aFinishedRunDoesNotFailWhileSparkIsClosed() {
    Said said =
        said(
            failure -> {
              failure.settle(Main.DONE);
              failure.endedBy("train", "Worker.exit");
              return failure.explain("train", new Error("closing"));
            });

    assertThat(said.status).isEqualTo(Main.DONE);
    assertThat(said.lines).isEmpty();
  }

  @Test
  void anErrorThatEndsTheDriverIsToldAndSettlesItsEnd() {
    Thread thread = Thread.currentThread();
    Said said =
        said(
            failure -> {
              assertThat(failure.endsDriver("train", thread, new RuntimeException())).isFalse();
              assertThat(failure.endsDriver("train", thread, new Error("first"))).isTrue();
              return failure.explain("train", new IllegalStateException("context was shut down"));
            });

    assertThat(said.status).isEqualTo(Main.FAILED);
    assertThat(said.lines).singleElement().asString().contains("train failed: Error: first");
  }

  private record Said(int status, List<String> lines) {}

  private static Said said(ToIntFunction<Failure> command) {
    PrintStream usual = System.err;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setErr(new PrintStream(captured, true, UTF_8));
    int status;
    try {
      status = command.applyAsInt(new Failure(new Terminal()));
    } finally {
      System.setErr(usual);
    }
    List<String> lines =
        captured.toString(UTF_8).lines().filter(line -> line.startsWith("convspark: ")).toList();
    return new Said(status, lines);
  }
}
