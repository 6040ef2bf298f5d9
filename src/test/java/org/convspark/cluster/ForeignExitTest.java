package org.convspark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.util.SparkUncaughtExceptionHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In a JVM of its own, which ends. */
final class ForeignExitTest {
  /** Ends as its argument says. */
  static final class Ends {
    private Ends() {}

    public static void main(String[] args) {
      ForeignExit.listen(
          who -> System.out.print("told " + who), () -> Runtime.getRuntime().halt(3));
      switch (args[0]) {
        case "spark" ->
            new SparkUncaughtExceptionHandler(true)
                .uncaughtException(Thread.currentThread(), new OutOfMemoryError("x"));
        case "own" -> System.exit(1);
        default -> ProcessHandle.current().pid();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "spark, 3, told SparkUncaughtExceptionHandler.uncaughtException",
    "own, 1, ''",
    "nobody, 0, ''"
  })
  void whoeverElseEndsTheProcessIsToldAndTheExitCodeIsOurs(String who, int exit, String said)
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Ends.class.getName(),
                who)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(exit);
    assertThat(output).isEqualTo(said);
  }
}
