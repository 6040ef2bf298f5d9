package org.convspark.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.package$;
import org.convspark.config.Build;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The Spark home that the build assembles from Maven's jars, and the archive that it starts from.
 */
@DisabledOnOs(OS.WINDOWS)
final class EmbeddedSparkHomeIT {
  private static final Path HOME = TestedBuild.sparkHome();
  private static final String ARCHIVE = "start-up.jsa";
  private static final String LOADED = "-XX:TieredStopAtLevel=1 -Xlog:class+load";
  private static final String FROM_ARCHIVE =
      "org.apache.spark.deploy.SparkSubmit source: shared objects file";

  @TempDir private Path temporary;

  @Test
  void submitsWithTheVersionOfSparkThatTheProjectIsBuiltWith() throws Exception {
    assertThat(run(HOME, Map.of(), "spark-submit", "--version")).contains(version());
  }

  @Test
  void runsTheStandaloneMasterAndWorker() throws Exception {
    assertThat(
            run(HOME, Map.of(), "spark-class", "org.apache.spark.deploy.master.Master", "--help"))
        .contains("Usage: Master");
    assertThat(
            run(HOME, Map.of(), "spark-class", "org.apache.spark.deploy.worker.Worker", "--help"))
        .contains("Usage: Worker");
  }

  @Test
  void hasNothingOfAnotherScala() throws IOException {
    try (var jars = Files.list(HOME.resolve("jars"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .anyMatch(jar -> jar.startsWith("scala-library-" + Build.CURRENT.scala() + "."))
          .filteredOn(jar -> jar.matches(".*_2\\.\\d+.*|scala-(library|reflect|compiler)-.*"))
          .isNotEmpty()
          .allMatch(
              jar ->
                  jar.contains("_" + Build.CURRENT.scala())
                      || jar.matches("scala-[a-z]+-\\Q" + Build.CURRENT.scala() + "\\E\\..*"));
    }
  }

  @Test
  void startsFromTheArchive() throws Exception {
    assertThat(version(HOME, LOADED)).contains(FROM_ARCHIVE);
    // What the tests below change is a home like this one.
    assertThat(version(home(), LOADED)).contains(FROM_ARCHIVE);
  }

  @Test
  void theUserMayHaveAnotherArchiveOrNone() throws Exception {
    assertThat(version(HOME, LOADED + " -Xshare:off")).doesNotContain(FROM_ARCHIVE);
    assertThat(version(HOME, LOADED + " -XX:SharedArchiveFile=" + temporary.resolve("none")))
        .doesNotContain(FROM_ARCHIVE);
  }

  /** JDK 17 crashes where an archive's classes are shown to Flight Recorder or an agent. */
  @Test
  void noArchiveUnderFlightRecorder() throws Exception {
    String recorder = "-XX:StartFlightRecording=filename=" + temporary.resolve("recording.jfr");

    assertThat(version(HOME, LOADED + " " + recorder)).doesNotContain(FROM_ARCHIVE);
    String output =
        run(
            HOME,
            Map.of("SPARK_SUBMIT_OPTS", LOADED, "JDK_JAVA_OPTIONS", recorder),
            "spark-submit",
            "--version");
    assertThat(output).contains(version()).doesNotContain(FROM_ARCHIVE);
  }

  /** Ways in which an archive can be wrong. */
  enum Damage {
    EMPTY,
    CUT_SHORT,
    OVERWRITTEN_HEADER,
    OVERWRITTEN_CLASSES,
    OTHER_JARS
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("an archive that is damaged or not of these jars is ignored without a word")
  void aWrongArchiveIsIgnored(Damage damage) throws Exception {
    Path home = home();
    damage(home, damage);

    String output = version(home, LOADED);
    assertThat(output).doesNotContain(FROM_ARCHIVE);
    assertThat(output.lines().filter(line -> !line.contains("[class,load]")))
        .noneMatch(line -> line.contains("archive"));
  }

  private static void damage(Path home, Damage damage) throws IOException {
    Path archive = home.resolve(ARCHIVE);
    switch (damage) {
      case EMPTY -> Files.write(archive, new byte[0]);
      case CUT_SHORT -> overwrite(archive, 0, 0, Files.size(archive) / 2);
      case OVERWRITTEN_HEADER -> overwrite(archive, 0, 4096, Files.size(archive));
      case OVERWRITTEN_CLASSES ->
          overwrite(archive, Files.size(archive) / 2, 100_000, Files.size(archive));
      case OTHER_JARS -> {
        Path jar = home.resolve("jars/" + sparkCore());
        Files.delete(jar);
        Files.copy(HOME.resolve("jars/" + sparkCore()), jar);
      }
      default -> throw new AssertionError(damage);
    }
  }

  private static void overwrite(Path file, long at, int bytes, long length) throws IOException {
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(at);
      out.write(new byte[bytes]);
      out.setLength(length);
    }
  }

  @Test
  @DisplayName("settings that are found on the class path, after the jars, still are")
  void findsTheUsersSettings() throws Exception {
    Files.writeString(
        temporary.resolve("log4j2.properties"),
        """
        rootLogger.level = debug
        rootLogger.appenderRef.a.ref = a
        appender.a.type = Console
        appender.a.name = a
        appender.a.target = SYSTEM_ERR
        appender.a.layout.type = PatternLayout
        appender.a.layout.pattern = the user's own: %m%n
        """);
    Process process =
        start(
            HOME,
            Map.of("SPARK_CONF_DIR", temporary.toString(), "SPARK_SUBMIT_OPTS", LOADED),
            List.of("spark-submit", "--master", "local", "--class", "none.Such", "spark-internal"));

    assertThat(output(process)).contains(FROM_ARCHIVE).contains("the user's own: ");
    assertThat(process.waitFor()).isNotZero();
  }

  /** The same jars under other names, and an archive of its own. */
  private Path home() throws IOException {
    Path home = temporary.resolve("home");
    Files.createDirectories(home.resolve("conf"));
    for (String directory : List.of("bin", "jars")) {
      Files.createDirectory(home.resolve(directory));
      try (var files = Files.list(HOME.resolve(directory))) {
        for (Path file : files.toList()) {
          Files.createLink(home.resolve(directory).resolve(file.getFileName()), file);
        }
      }
    }
    for (String file : List.of(ARCHIVE, ARCHIVE + ".size")) {
      Files.copy(HOME.resolve(file), home.resolve(file));
      assertThat(home.resolve(file).toFile().setWritable(true)).isTrue();
    }
    return home;
  }

  private static String sparkCore() throws IOException {
    try (var jars = Files.newDirectoryStream(HOME.resolve("jars"), "spark-core_*.jar")) {
      return jars.iterator().next().getFileName().toString();
    }
  }

  private static String version() {
    return "version " + package$.MODULE$.SPARK_VERSION();
  }

  private static String version(Path home, String javaOptions) throws Exception {
    String output =
        run(home, Map.of("SPARK_SUBMIT_OPTS", javaOptions), "spark-submit", "--version");
    assertThat(output).contains(version());
    return output;
  }

  private static String run(Path home, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Process process = start(home, environment, List.of(command));
    String output = output(process);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static Process start(Path home, Map<String, String> environment, List<String> command)
      throws IOException {
    var builder = new ProcessBuilder(home.resolve("bin").resolve(command.get(0)).toString());
    builder.command().addAll(command.subList(1, command.size()));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    return process;
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
