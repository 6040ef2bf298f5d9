package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.package$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The Spark home that the build assembles from Maven's jars. */
@DisabledOnOs(OS.WINDOWS)
final class EmbeddedSparkHomeIT {
  private static final Path BIN = Path.of("target/spark-home/bin").toAbsolutePath();

  @Test
  void submitsWithTheVersionOfSparkThatTheProjectIsBuiltWith() throws Exception {
    assertThat(run("spark-submit", "--version"))
        .contains("version " + package$.MODULE$.SPARK_VERSION());
  }

  @Test
  void runsTheStandaloneMasterAndWorker() throws Exception {
    assertThat(run("spark-class", "org.apache.spark.deploy.master.Master", "--help"))
        .contains("Usage: Master");
    assertThat(run("spark-class", "org.apache.spark.deploy.worker.Worker", "--help"))
        .contains("Usage: Worker");
  }

  private static String run(String script, String... arguments)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(BIN.resolve(script).toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().remove("SPARK_HOME");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
