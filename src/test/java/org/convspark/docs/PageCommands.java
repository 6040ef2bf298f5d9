package org.convspark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.convspark.config.Build;
import org.convspark.submit.TestedBuild;

/**
 * Runs the commands of the pages as they stand, in a directory that has the project's submit/ and
 * conf/, the build that is tested as target/, and {@link PageData}.
 */
public final class PageCommands implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final List<String> LINKS = List.of("submit", "conf", "target");

  private final Path directory;
  private final Map<String, String> environment = new TreeMap<>();
  private final Map<String, String> replaced = new TreeMap<>();

  public PageCommands(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
      for (String name : LINKS) {
        Path real =
            name.equals("target") ? TestedBuild.directory() : Path.of(name).toAbsolutePath();
        Files.createSymbolicLink(directory.resolve(name), real);
      }
      PageData.write(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment("SPARK_HOME", TestedBuild.sparkHome().toString());
    environment("SPARK_LOCAL_IP", "127.0.0.1");
    environment("CONVSPARK_CLUSTER_DIR", directory.resolve("cluster").toString());
    // The pages name the default's.
    replace(
        "convspark_2.13-" + Build.CURRENT.version() + "-spark4.2-job.jar",
        TestedBuild.jobJar().getFileName().toString());
  }

  public PageCommands environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What another machine calls otherwise, such as a host. */
  public PageCommands replace(String text, String by) {
    replaced.put(text, by);
    return this;
  }

  /** Runs the sections of a test, in order, to the end or to the first command that fails. */
  public void runAll(RunBy test) {
    test.sections().forEach(this::runSection);
  }

  void runSection(String link) {
    run(String.join("\n", RunBy.runnable().get(link)));
  }

  /** Runs lines of a shell, and gives what they printed. */
  public String run(String lines) {
    String script = "set -e\n" + lines;
    for (Map.Entry<String, String> entry : replaced.entrySet()) {
      script = script.replace(entry.getKey(), entry.getValue());
    }
    try {
      Path output = Files.createTempFile(directory, "commands", ".out");
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-c", script)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeAll(List.of("SPARK_CONF_DIR", "MASTER"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String printed = Files.readString(output);
      assertThat(ended && process.exitValue() == 0).as(script + "\n" + printed).isTrue();
      return printed;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Stops the cluster that they started, if there is one, and unlinks the project. */
  @Override
  public void close() {
    run("submit/cluster.sh stop");
    try {
      for (String name : LINKS) {
        Files.delete(directory.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
