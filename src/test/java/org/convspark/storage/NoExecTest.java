package org.convspark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NoExecTest {
  private static final String LINK =
      "/c/lib x.so: /c/lib x.so: failed to map segment from shared object";

  static Stream<Throwable> failures() {
    return Stream.of(
        new UnsatisfiedLinkError(LINK),
        new NoClassDefFoundError("no class").initCause(new UnsatisfiedLinkError(LINK)),
        // What reaches the driver of an Error of a task whose class isn't there.
        new SparkException("Job aborted: java.lang.UnsatisfiedLinkError: " + LINK + "\n\tat a.b"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theFileAndTheWayOutAreNamed(Throwable failure) {
    assertThat(TaskErrors.unwrap(failure))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("/c/lib x.so: found a file system mounted noexec")
        .hasMessageContaining("org.bytedeco.javacpp.cachedir");
  }

  @Test
  void anotherLinkErrorIsNone() {
    assertThat(NoExec.find(new UnsatisfiedLinkError("/c/x.so: no such file"))).isEmpty();
    assertThat(NoExec.find(new IOException())).isEmpty();
  }
}
