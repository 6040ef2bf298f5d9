package org.convspark.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.convspark.cluster.SupportedVersions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the scripts find on a machine before anything runs; see {@code submit/lib/environment.sh}.
 */
@DisabledOnOs(OS.WINDOWS)
final class EnvironmentScriptTest {
  private static final String SCRIPT = "submit/summary.sh";

  @TempDir private Path temporary;
  private Path project;
  private Path sparkHome;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void copyScripts() throws IOException {
    project = temporary.resolve("project");
    sparkHome = temporary.resolve("spark");
    copyTo(project);
    write(sparkHome.resolve("bin/spark-submit"), "printf '%s\\n' \"$@\"\n");
    environment.put("SPARK_HOME", sparkHome.toString());
  }

  private static void copyTo(Path project) throws IOException {
    for (String directory : List.of("submit", "conf")) {
      try (var files = Files.walk(Path.of(directory))) {
        for (Path file : files.toList()) {
          Path copy = project.resolve(file.toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    Files.copy(Path.of("pom.xml"), project.resolve("pom.xml"));
    write(project.resolve("target/convspark-9-job.jar"), "");
    write(project.resolve("target/spark-home/bin/spark-submit"), "printf '%s\\n' \"$@\"\n");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.isEmpty() ? text : "#!/usr/bin/env bash\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private SubmitScript.Result shell(String line) throws IOException, InterruptedException {
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", line)
            .directory(project.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .keySet()
        .removeAll(List.of("SPARK_CONF_DIR", "HADOOP_CONF_DIR", "TMPDIR", "MASTER"));
    builder.environment().putAll(environment);
    int exit = builder.start().waitFor();
    return new SubmitScript.Result(
        exit, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private void assertRefused(String line, String... said) throws Exception {
    SubmitScript.Result result = shell(line);

    assertThat(result.exit()).as("%s", result).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).singleElement().asString().contains(said);
  }

  private void assertAccepted(String line) throws Exception {
    SubmitScript.Result result = shell(line);
    assertThat(result.exit()).as("%s", result).isZero();
    assertThat(result.out()).contains("org.convspark.Main");
  }

  @Test
  void theScriptsSupportWhatTheJobSupports() throws Exception {
    assertThat(
            shell(
                    ". submit/lib/environment.sh;"
                        + " echo \"$supported_spark $supported_scala $supported_java\"")
                .out())
        .isEqualTo(
            "%s %s %d to %d%n",
            SupportedVersions.SPARK,
            SupportedVersions.SCALA,
            SupportedVersions.OLDEST_JAVA,
            SupportedVersions.NEWEST_JAVA);
  }

  @ParameterizedTest
  @CsvSource({
    "2.13-4.0.0, Spark 4.0.0 with Scala 2.13",
    "2.13-3.5.3, Spark 3.5.3 with Scala 2.13",
    "2.12-3.4.1, Spark 3.4.1 with Scala 2.12",
    "2.12-3.50.0, Spark 3.50.0 with Scala 2.12"
  })
  void anotherSparkIsRefused(String jar, String found) throws Exception {
    write(sparkHome.resolve("jars/spark-core_" + jar + ".jar"), "");

    assertRefused(SCRIPT, "found " + found, "expected Spark 3.5 with Scala 2.12", "SPARK_HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.12-3.5.0", "2.12-3.5.1-amzn-0", "2.12-3.5.1.3.3.7190.0-91"})
  void itsOwnSparkAndVendorsAreAccepted(String jar) throws Exception {
    write(sparkHome.resolve("jars/spark-core_" + jar + ".jar"), "");

    assertAccepted(SCRIPT);
  }

  @ParameterizedTest
  @CsvSource({"yarn, yarn", "k8s://https://h:6443, kubernetes"})
  void aSparkThatCannotReachTheMasterIsRefused(String master, String client) throws Exception {
    String line = SCRIPT + " -- --master " + master;
    write(sparkHome.resolve("jars/spark-core_2.12-3.5.0.jar"), "");
    assertRefused(line, "--master " + master, "no client for " + client);

    write(sparkHome.resolve("jars/spark-" + client + "_2.12-3.5.0.jar"), "");
    assertAccepted(line);

    environment.put("SPARK_HOME", "");
    assertRefused(line, "no client for " + client, "SPARK_HOME");
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_402, 8", "11.0.22, 11", "25, 25", "17.0.1, ", "21.0.2, "})
  void anotherJavaIsRefused(String version, String refused) throws Exception {
    Path java = temporary.resolve("java");
    write(java.resolve("bin/java"), "exit 9\n");
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    environment.put("JAVA_HOME", java.toString());

    if (refused == null) {
      assertAccepted(SCRIPT);
    } else {
      assertRefused(SCRIPT, "JAVA_HOME " + java, "found Java " + refused, "expected Java 17 to 22");
    }
  }

  @Test
  void aJavaHomeWithoutJavaIsRefused() throws Exception {
    environment.put("JAVA_HOME", "/nowhere");

    assertRefused(SCRIPT, "/nowhere/bin/java", "JAVA_HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPARK_CONF_DIR", "HADOOP_CONF_DIR", "TMPDIR"})
  void aDirectoryThatIsNotThereIsRefused(String variable) throws Exception {
    environment.put(variable, "/nowhere");

    assertRefused(SCRIPT, "/nowhere: found no ");
  }

  @Test
  void temporaryFilesGoWhereTheUserSays() throws Exception {
    environment.put("TMPDIR", temporary.toString());

    assertThat(shell(SCRIPT).out()).contains("-Djava.io.tmpdir=" + temporary);
  }

  @Test
  void tooFewOpenFilesAreRefused() throws Exception {
    assertRefused("ulimit -n 64; " + SCRIPT, "ulimit -n: found 64", "at least 512");
  }

  /** A run with less was seen to go on for ever. */
  @Test
  void tooLittleAddressSpaceIsRefused() throws Exception {
    assertRefused("ulimit -v 4500000; " + SCRIPT, "ulimit -v: found 4500000 KB", "9000000");
  }

  @Test
  void aFileOfPropertiesThatIsNotThereIsRefused() throws Exception {
    assertRefused(SCRIPT + " -- --properties-file /nowhere", "--properties-file /nowhere");
  }

  @Test
  void aMasterOfNoKindIsWrongUsage() throws Exception {
    SubmitScript.Result result = shell(SCRIPT + " -- --master nosuch");

    assertThat(result.exit()).as("%s", result).isEqualTo(1);
    assertThat(result.err().lines()).singleElement().asString().contains("--master: nosuch given");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"local", "local[2]", "local[*,3]", "local-cluster[1,1,1024]", "spark://h:1"})
  void mastersOfEveryKindAreAccepted(String master) throws Exception {
    assertAccepted(SCRIPT + " -- --master '" + master + "'");
  }

  @Test
  void aPathWithAColonIsRefused() throws Exception {
    Path home = temporary.resolve("a:b");
    write(home.resolve("bin/spark-submit"), "");
    environment.put("SPARK_HOME", home.toString());

    assertRefused(SCRIPT, home.toString(), "a colon");
  }

  /** Log4j, Spark and Java options each have letters of their own. */
  @ParameterizedTest
  @ValueSource(strings = {"a#b", "a b", "a\"b", "a'b", "a%41b", "a+b,c"})
  void theProjectMayLieInAnyDirectory(String name) throws Exception {
    Path odd = temporary.resolve(name);
    copyTo(odd);
    environment.put("SPARK_HOME", "");

    SubmitScript.Result result = shell("\"../" + name.replace("\"", "\\\"") + "/" + SCRIPT + "\"");

    assertThat(result.exit()).as("%s", result).isZero();
    String options =
        result.out().lines().filter(line -> line.contains("log4j2")).findFirst().orElseThrow();
    String uri = options.replaceAll(".*-Dlog4j2.configurationFile=([^\\s\"]+).*", "$1");
    assertThat(Path.of(URI.create(uri))).isEqualTo(odd.resolve("conf/log4j2.properties"));
    String jar = result.out().lines().filter(line -> line.endsWith("-job.jar")).findFirst().get();
    Path found = jar.startsWith("file:") ? Path.of(URI.create(jar)) : Path.of(jar);
    assertThat(found).isEqualTo(odd.resolve("target/convspark-9-job.jar"));
    // Spark takes what comes behind it for a fragment.
    assertThat(jar).doesNotContain("#");
  }

  @Test
  void lettersBeyondAsciiAreTheirBytesOfUtf8() throws Exception {
    assertThat(shell(". submit/lib/environment.sh; file_uri $'/gr\\xc3\\xb6'").out())
        .isEqualTo("file:///gr%C3%B6\n");
  }

  /** The next file that is opened would have a closed stream's number. */
  @ParameterizedTest
  @ValueSource(strings = {">&-", "2>&-", "<&-", "<&- >&- 2>&-"})
  void aClosedStreamIsOpenForSparkSubmit(String closed) throws Exception {
    write(
        sparkHome.resolve("bin/spark-submit"),
        "for n in 0 1 2; do [ -e /dev/fd/$n ] && readlink -f /dev/fd/$n; done >\"$FOUND\"\n");
    Path found = temporary.resolve("found");
    environment.put("FOUND", found.toString());

    assertThat(shell(SCRIPT + " " + closed).exit()).isZero();
    assertThat(Files.readAllLines(found)).hasSize(3).noneMatch(file -> file.endsWith(".sh"));
  }

  @Test
  void nobodyWhoReadsErrorsIsNoReasonToStop() throws Exception {
    assertAccepted(SCRIPT + " 2>/dev/full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory.max", "memory/memory.limit_in_bytes"})
  void theHeapFollowsFromAContainersLimit(String file) throws Exception {
    Path limit = temporary.resolve("cgroups").resolve(file);
    Files.createDirectories(limit.getParent());
    Files.writeString(limit, (4L << 30) + "\n");

    assertThat(shell(". submit/lib/spark-options.sh; default_driver_memory ../cgroups").out())
        .isEqualTo("1536m\n");
  }

  @Test
  void whatACrashLeavesIsNotInTheUsersDirectory() throws Exception {
    SubmitScript.Result result = shell("ulimit -S -c 0; " + SCRIPT);

    assertThat(result.out())
        .containsPattern("-XX:ErrorFile=/\\S+/hs_err_pid%p.log")
        .containsPattern("-XX:ReplayDataFile=/\\S+/replay_pid%p.log")
        .containsPattern("-XX:HeapDumpPath=/\\S+");
  }
}
