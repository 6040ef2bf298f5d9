package org.convspark.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.convspark.submit.TestedBuild;

/** The command line as a user has it: submit/convspark.sh with the embedded Spark home. */
final class Submit {
  /** A run that takes longer hangs. */
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private final List<String> options = new ArrayList<>();
  private final List<String> spark = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();

  private Submit(String... words) {
    options.addAll(Arrays.asList(words));
  }

  /**
   * @param words the command and its options
   */
  static Submit command(String... words) {
    return new Submit(words);
  }

  Submit with(String... words) {
    options.addAll(Arrays.asList(words));
    return this;
  }

  /** Options that go behind the two dashes. */
  Submit spark(String... words) {
    spark.addAll(Arrays.asList(words));
    return this;
  }

  /** A Spark property. */
  Submit conf(String key, Object value) {
    return spark("--conf", key + "=" + value);
  }

  Submit environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Executors of one core on this cluster. */
  Submit on(LocalCluster cluster) {
    return spark(
        "--master",
        cluster.master(),
        "--executor-memory",
        "512m",
        "--executor-cores",
        "1",
        "--driver-memory",
        "512m");
  }

  /** In the driver's JVM, on two threads. */
  Submit local() {
    return spark("--master", "local[2]", "--driver-memory", "1g");
  }

  /** Runs it to its end. */
  Result run() {
    try (Running running = start()) {
      return running.result();
    }
  }

  /** Starts it, to meddle while it runs. */
  Running start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of("submit/convspark.sh").toAbsolutePath().toString());
    command.addAll(options);
    command.add("--");
    command.addAll(spark);
    try {
      Path output = Files.createTempFile("submit", ".out");
      Path errors = Files.createTempFile("submit", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder
          .environment()
          .keySet()
          .removeAll(List.of("SPARK_CONF_DIR", "MASTER", "CONVSPARK_ACCEL"));
      builder.environment().put("SPARK_HOME", TestedBuild.sparkHome().toString());
      builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
      builder.environment().putAll(environment);
      return new Running(builder.start(), output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** run.json of a run directory on the local disk. */
  static JsonNode provenance(Path run) {
    try {
      return new ObjectMapper().readTree(run.resolve("run.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha256(Path run) {
    return provenance(run).get("model_sha256").asText();
  }

  /**
   * @param output what it printed as results
   * @param errors what it printed besides: the command, warnings, one line for an error
   */
  record Result(int status, String output, String errors) {
    /** For an assertion's description. */
    String everything() {
      return "exit status " + status + "\n" + output + errors;
    }

    /** The lines that tell the user of an error. */
    List<String> errorLines() {
      return errors
          .lines()
          .filter(line -> line.startsWith("convspark: "))
          .filter(line -> !line.contains("sources are newer"))
          .toList();
    }
  }

  /** A command under way. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final Path output;
    private final Path errors;

    private Running(Process process, Path output, Path errors) {
      this.process = process;
      this.output = output;
      this.errors = errors;
      Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Waits until a line of its results begins so; fails where it ends before. */
    void awaitLine(String start) {
      Await.until(
          "line '" + start + "'",
          LIMIT,
          () -> {
            if (read(output).lines().anyMatch(line -> line.startsWith(start))) {
              return true;
            }
            if (!process.isAlive()) {
              throw new AssertionError("ended without '" + start + "': " + soFar().everything());
            }
            return false;
          },
          () -> soFar().everything());
    }

    ProcessHandle handle() {
      return process.toHandle();
    }

    boolean isAlive() {
      return process.isAlive();
    }

    /** SIGKILL to the driver, which the scripts have become. */
    void kill() {
      Signals.kill(process.toHandle());
    }

    /** Waits for its end. */
    Result result() {
      try {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError("hangs: " + soFar().everything());
        }
        return soFar();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    Result soFar() {
      return new Result(process.isAlive() ? -1 : process.exitValue(), read(output), read(errors));
    }

    private static String read(Path file) {
      try {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
