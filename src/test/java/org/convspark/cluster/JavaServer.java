package org.convspark.cluster;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A class with a main method of these tests, in a JVM of its own. It is told what to do, and tells
 * what it has done, by lines; it ends with its input.
 */
final class JavaServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** What Guice and protocol buffers in Hadoop's daemons reach for on Java 17. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xmx768m",
          "-Djava.net.preferIPv4Stack=true",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED");

  private final Process process;
  private final Path log;
  private final BufferedWriter commands;

  private JavaServer(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * @param directory for its log
   */
  static JavaServer start(Path directory, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    // Where Hadoop's mini clusters keep their files.
    command.add("-Dtest.build.data=" + directory);
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(Arrays.asList(arguments));
    try {
      Files.createDirectories(directory);
      Path log = directory.resolve(main.getSimpleName() + ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      // What it starts in its turn, such as YARN's containers, inherits these.
      builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      return new JavaServer(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line that begins so; gives the rest of it. */
  String awaitLine(String start) {
    Await.until(
        "line '" + start + "'",
        LIMIT,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("the server died: " + log());
          }
          return log().lines().anyMatch(line -> line.startsWith(start));
        },
        this::log);
    return log()
        .lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow()
        .substring(start.length());
  }

  void send(String line) {
    try {
      commands.write(line + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    try {
      commands.close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
