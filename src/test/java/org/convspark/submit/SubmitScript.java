package org.convspark.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs a real command line to its end: a script of {@code submit/}, or anything else. */
public final class SubmitScript {
  private static final long TIMEOUT_MINUTES = 10;

  /** What would change a run and may be set where tests run. */
  private static final Set<String> VARIABLES =
      Set.of("SPARK_HOME", "SPARK_CONF_DIR", "SPARK_LOCAL_IP", "MASTER", "CONVSPARK_ACCEL");

  private SubmitScript() {}

  /**
   * A command's end.
   *
   * @param exit its exit code
   * @param out its standard output
   * @param err its standard error
   */
  public record Result(int exit, String out, String err) {
    /** Both outputs, for the message of a failed test. */
    @Override
    public String toString() {
      return "exit code " + exit + "\n--- out\n" + out + "--- err\n" + err;
    }
  }

  /** A script of {@code submit/} on the embedded Spark home, with two task slots. */
  public static Result script(String name, String... arguments) throws Exception {
    return scriptWith(List.of(), name, arguments);
  }

  /**
   * @param spark options for spark-submit, those after the {@code --}
   */
  public static Result scriptWith(List<String> spark, String name, String... arguments)
      throws Exception {
    return run(command(spark, name, arguments));
  }

  private static List<String> command(List<String> spark, String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of("submit", name).toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--", "--master", "local[2]", "--driver-memory", "1g"));
    command.addAll(spark);
    return command;
  }

  /** Starts a script as {@link #script} does, to meddle while it runs. */
  static Process start(Path out, Path err, String name, String... arguments) throws IOException {
    return start(command(List.of(), name, arguments), out, err);
  }

  static Process start(List<String> command, Path out, Path err) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    withoutSettings(builder);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  /**
   * Takes away what would change a run and may be set where tests run; Spark is the build's where
   * it has one already.
   */
  static void withoutSettings(ProcessBuilder builder) {
    builder.environment().keySet().removeAll(VARIABLES);
    if (TestedBuild.isPackaged()) {
      builder.environment().put("SPARK_HOME", TestedBuild.sparkHome().toString());
    }
  }

  /**
   * @throws IllegalStateException if it takes longer than ten minutes; it and its children are gone
   *     then
   */
  public static Result run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("submit", ".out");
    Path err = Files.createTempFile("submit", ".err");
    try {
      Process process = start(command, out, err);
      boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      Result result =
          new Result(
              process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
      if (!ended) {
        throw new IllegalStateException("no end after ten minutes: " + command + "\n" + result);
      }
      return result;
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
