package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryShortageTest {
  static Stream<Throwable> shortages() {
    return Stream.of(
        new OutOfMemoryError("Java heap space"),
        new SparkException("Job aborted", new OutOfMemoryError("GC overhead limit exceeded")),
        new IllegalStateException(new OutOfMemoryError("Physical memory usage is too high")),
        new RuntimeException("std::bad_alloc"),
        new IOException("Cannot run program \"df\": error=12, Cannot allocate memory"));
  }

  @ParameterizedTest
  @MethodSource("shortages")
  void theHeapAndWhatTakesCareOfItAreTold(Throwable failure) {
    String heap = (Runtime.getRuntime().maxMemory() >> 20) + " MB";

    assertThat(MemoryShortage.explain(failure, true).orElseThrow())
        .startsWith("out of memory (")
        .contains(heap, "--driver-memory", "--batch-size", "--network");
    assertThat(MemoryShortage.explain(failure, false).orElseThrow())
        .contains(heap, "--driver-memory")
        .doesNotContain("--batch-size", "--network");
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk full", ""})
  void otherFailuresAreNone(String message) {
    assertThat(MemoryShortage.explain(new IOException(message), true)).isEmpty();
    assertThat(MemoryShortage.explain(new StackOverflowError(), true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unable to create native thread: possibly out of memory"})
  void moreMemoryMakesNoThreads(String message) {
    assertThat(MemoryShortage.explain(new OutOfMemoryError(message), true).orElseThrow())
        .contains("ulimit -u")
        .doesNotContain("--driver-memory");
  }
}
