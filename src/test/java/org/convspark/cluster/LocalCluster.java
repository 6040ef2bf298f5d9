package org.convspark.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.convspark.submit.TestedBuild;

/**
 * A Spark standalone master and workers, each a JVM of its own, on free ports of addresses in
 * 127.0.0.0/8. Workers and executors can be killed, stopped and added one by one.
 */
final class LocalCluster implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Registering worker ");

  private final Path sparkHome;
  private final Path directory;
  private final List<String> daemonOptions;
  private final List<String> workerPrefix;
  private final List<Process> processes = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();
  private String master;

  private LocalCluster(
      Path sparkHome, Path directory, List<String> daemonOptions, List<String> workerPrefix) {
    this.sparkHome = sparkHome;
    this.directory = directory;
    this.daemonOptions = daemonOptions;
    this.workerPrefix = workerPrefix;
    // Where the tests are told to stop, nobody closes this.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** A master, and workers of one core and 600 MB for executors' heaps. */
  static LocalCluster start(Path directory, int workers) {
    return start(directory, workers, List.of());
  }

  /**
   * @param daemonOptions for master and workers, such as {@code --properties-file FILE}
   */
  static LocalCluster start(Path directory, int workers, List<String> daemonOptions) {
    return start(
        new LocalCluster(TestedBuild.sparkHome(), directory, daemonOptions, List.of()), workers);
  }

  /**
   * @param prefix the command that runs each worker's command, which is appended, in its own
   *     process
   */
  static LocalCluster startWorkersBy(List<String> prefix, Path directory, int workers) {
    return start(new LocalCluster(TestedBuild.sparkHome(), directory, List.of(), prefix), workers);
  }

  /** From another Spark home than the tested build's. */
  static LocalCluster startFrom(Path sparkHome, Path directory, int workers) {
    return start(new LocalCluster(sparkHome, directory, List.of(), List.of()), workers);
  }

  private static LocalCluster start(LocalCluster cluster, int workers) {
    try {
      cluster.startMaster();
      for (int i = 0; i < workers; i++) {
        cluster.launchWorker();
      }
      cluster.awaitRegistrations();
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void startMaster() {
    launch(
        List.of(),
        "master",
        "org.apache.spark.deploy.master.Master",
        List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    await("URL of the master", () -> MASTER.matcher(log("master")).find());
    Matcher url = MASTER.matcher(log("master"));
    url.find();
    master = url.group(1);
  }

  /** Starts another worker and waits until the master knows it. */
  Process addWorker() {
    Process worker = launchWorker();
    awaitRegistrations();
    return worker;
  }

  private Process launchWorker() {
    String name = "worker-" + workers.size();
    List<String> arguments =
        List.of(
            "--host",
            // Each a host of its own: Spark speculates on another than the slow one's only.
            "127.0.0." + (workers.size() + 1),
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "600m",
            "--work-dir",
            directory.resolve(name).toString(),
            master);
    Process worker = launch(workerPrefix, name, "org.apache.spark.deploy.worker.Worker", arguments);
    workers.add(worker);
    return worker;
  }

  private Process launch(
      List<String> prefix, String name, String className, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(sparkHome.resolve("bin/spark-class").toString());
    command.add(className);
    command.addAll(daemonOptions);
    command.addAll(arguments);
    try {
      Files.createDirectories(directory);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(logFile(name).toFile());
      Map<String, String> environment = builder.environment();
      environment.put("SPARK_HOME", sparkHome.toString());
      environment.put("SPARK_LOCAL_IP", "127.0.0.1");
      // As daemons often run; executors have it from their worker.
      environment.put("LC_ALL", "C");
      environment.put(
          "SPARK_DAEMON_JAVA_OPTS",
          "\"-Dlog4j2.configurationFile="
              + sparkHome
              + "/conf/log4j2.properties\""
              + " \"-Dconvspark.log.directory="
              + directory.toAbsolutePath()
              + "\" -Dconvspark.log.level=info");
      environment.put("SPARK_DAEMON_MEMORY", "256m");
      Process process = builder.start();
      processes.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitRegistrations() {
    await(
        "registration of all " + workers.size() + " workers",
        () -> REGISTERED.matcher(log("master")).results().count() >= workers.size());
  }

  private void await(String what, BooleanSupplier condition) {
    Await.until(
        what,
        LIMIT,
        () -> {
          if (!processes.get(0).isAlive()) {
            throw new AssertionError("the master died: " + log("master"));
          }
          return condition.getAsBoolean();
        },
        () -> log("master"));
  }

  String master() {
    return master;
  }

  /** The executor JVMs that live now. */
  List<ProcessHandle> executors() {
    return workers.stream().flatMap(LocalCluster::executorsOf).toList();
  }

  /**
   * @param id the driver's name for it
   */
  ProcessHandle executor(String id) {
    return executors().stream()
        .filter(process -> commandLine(process).contains(" --executor-id " + id + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no process of executor " + id));
  }

  private static Stream<ProcessHandle> executorsOf(Process worker) {
    return worker
        .toHandle()
        .children()
        .filter(
            child ->
                commandLine(child)
                    .contains("org.apache.spark.executor.CoarseGrainedExecutorBackend"));
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  /** SIGKILL to a worker; its executors end when they miss it. */
  void loseAWorker() {
    Signals.kill(workers.stream().filter(Process::isAlive).findFirst().orElseThrow().toHandle());
  }

  /** All that master, workers, executors and drivers in the cluster have written to their logs. */
  String logs() {
    try (Stream<Path> files = Files.walk(directory)) {
      StringBuilder all = new StringBuilder();
      for (Path file :
          files.filter(f -> f.toString().matches(".*(\\.log|/stderr|/stdout)")).sorted().toList()) {
        all.append("== ").append(file).append('\n').append(read(file));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String log(String name) {
    return read(logFile(name));
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path logFile(String name) {
    return directory.resolve(name + ".log");
  }

  /** Stops everything, executors first noted so that none outlives its worker. */
  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>();
    for (Process process : processes) {
      process.descendants().forEach(all::add);
      all.add(process.toHandle());
    }
    all.forEach(ProcessHandle::destroy);
    for (Process process : processes) {
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
