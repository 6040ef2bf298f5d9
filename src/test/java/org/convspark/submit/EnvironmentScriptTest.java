package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convspark.cluster.SupportedVersions;
import org.convspark.config.Build;
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
 * Which Spark they find is in SparkHomeScriptTest.
 */
@DisabledOnOs(OS.WINDOWS)
final class EnvironmentScriptTest {
  private static final String SCRIPT = "submit/summary.sh";

  @TempDir private Path temporary;
  private CopiedScripts scripts;
  private Path sparkHome;

  @BeforeEach
  void copyScripts() throws IOException {
    scripts = copied("project");
    sparkHome = temporary.resolve("spark");
    scripts.write(sparkHome + "/bin/spark-submit", CopiedScripts.STUB);
    scripts.environment.put("SPARK_HOME", sparkHome.toString());
  }

  private CopiedScripts copied(String name) throws IOException {
    CopiedScripts copied = new CopiedScripts(temporary, name);
    copied.write("target/convspark_2.13-9-spark4.2-job.jar", "");
    copied.write("target/spark-home/bin/spark-submit", CopiedScripts.STUB);
    return copied;
  }

  @Test
  void theScriptsSupportWhatTheJobSupports() throws Exception {
    List<String> said =
        scripts
            .shell(
                ". submit/lib/environment.sh;"
                    + " printf '%s\\n' \"${builds[@]}\" \"$oldest_java\"; newest_java 3.5.9;"
                    + " newest_java 4.0.1; newest_java 4.1.0-amzn-0; newest_java 4.2.0; newest_java ''")
            .out()
            .lines()
            .toList();

    List<List<String>> builds =
        said.subList(0, 2).stream().map(line -> List.of(line.split(" "))).toList();
    assertThat(builds)
        .extracting(build -> build.get(0) + " " + build.get(1))
        .containsExactly(versions(SupportedVersions.SPARK_4), versions(SupportedVersions.SPARK_3));
    assertThat(said.subList(2, said.size()))
        .containsExactlyElementsOf(
            IntStream.concat(
                    IntStream.of(SupportedVersions.OLDEST_JAVA),
                    Stream.of("3.5.9", "4.0.1", "4.1.0-amzn-0", "4.2.0", "")
                        .mapToInt(SupportedVersions::newestJava))
                .mapToObj(Integer::toString)
                .toList());
    // The one whose test this is.
    assertThat(builds)
        .filteredOn(build -> build.get(1).equals(Build.CURRENT.scala()))
        .singleElement()
        .satisfies(
            build -> {
              assertThat(Build.CURRENT.spark()).startsWith(build.get(2) + ".");
              assertThat(TestedBuild.directory()).isEqualTo(Path.of(build.get(3)).toAbsolutePath());
            });
  }

  private static String versions(SupportedVersions build) {
    return build.series() + " " + build.scala();
  }

  @ParameterizedTest
  @CsvSource({"yarn, yarn", "k8s://https://h:6443, kubernetes"})
  void aSparkThatCannotReachTheMasterIsRefused(String master, String client) throws Exception {
    String line = SCRIPT + " -- --master " + master;
    scripts.write(sparkHome + "/jars/spark-core_2.13-4.0.0.jar", "");
    scripts.assertRefused(line, "--master " + master, "no client for " + client);

    scripts.write(sparkHome + "/jars/spark-" + client + "_2.13-4.0.0.jar", "");
    scripts.assertAccepted(line);

    scripts.environment.put("SPARK_HOME", "");
    scripts.assertRefused(line, "no client for " + client, "SPARK_HOME");
  }

  @ParameterizedTest
  @CsvSource({
    "4.2.0, 1.8.0_402, 8, 25",
    "4.2.0, 11.0.22, 11, 25",
    "4.2.0, 26, 26, 25",
    "4.1.0, 25.0.1, 25, 22",
    "4.2.0, 17.0.1, , ",
    "4.2.0, 21.0.2, , ",
    "4.2.0, 25.0.1, , ",
    "4.0.1, 21.0.2, , "
  })
  void anotherJavaIsRefused(String spark, String version, String refused, String newest)
      throws Exception {
    scripts.write(sparkHome + "/jars/spark-core_2.13-" + spark + ".jar", "");
    Path java = temporary.resolve("java");
    scripts.write(java + "/bin/java", "exit 9\n");
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    scripts.environment.put("JAVA_HOME", java.toString());

    if (refused == null) {
      scripts.assertAccepted(SCRIPT);
    } else {
      scripts.assertRefused(
          SCRIPT,
          "JAVA_HOME " + java,
          "found Java " + refused,
          "expected Java 17 to " + newest + ";");
    }
  }

  @Test
  void aJavaHomeWithoutJavaIsRefused() throws Exception {
    scripts.environment.put("JAVA_HOME", "/nowhere");

    scripts.assertRefused(SCRIPT, "/nowhere/bin/java", "JAVA_HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPARK_CONF_DIR", "HADOOP_CONF_DIR", "TMPDIR"})
  void aDirectoryThatIsNotThereIsRefused(String variable) throws Exception {
    scripts.environment.put(variable, "/nowhere");

    scripts.assertRefused(SCRIPT, "/nowhere: found no ");
  }

  @Test
  void temporaryFilesGoWhereTheUserSays() throws Exception {
    scripts.environment.put("TMPDIR", temporary.toString());

    assertThat(scripts.shell(SCRIPT).out()).contains("-Djava.io.tmpdir=" + temporary);
  }

  @Test
  void tooFewOpenFilesAreRefused() throws Exception {
    scripts.assertRefused("ulimit -n 64; " + SCRIPT, "ulimit -n: found 64", "at least 512");
  }

  /** A run with less was seen to go on for ever. */
  @Test
  void tooLittleAddressSpaceIsRefused() throws Exception {
    scripts.assertRefused("ulimit -v 4500000; " + SCRIPT, "ulimit -v: found 4500000 KB", "9000000");
  }

  @Test
  void aFileOfPropertiesThatIsNotThereIsRefused() throws Exception {
    scripts.assertRefused(SCRIPT + " -- --properties-file /nowhere", "--properties-file /nowhere");
  }

  @Test
  void aMasterOfNoKindIsWrongUsage() throws Exception {
    SubmitScript.Result result = scripts.shell(SCRIPT + " -- --master nosuch");

    assertThat(result.exit()).as("%s", result).isEqualTo(1);
    assertThat(result.err().lines()).singleElement().asString().contains("--master: nosuch given");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"local", "local[2]", "local[*,3]", "local-cluster[1,1,1024]", "spark://h:1"})
  void mastersOfEveryKindAreAccepted(String master) throws Exception {
    scripts.assertAccepted(SCRIPT + " -- --master '" + master + "'");
  }

  @Test
  void aPathWithAColonIsRefused() throws Exception {
    Path home = temporary.resolve("a:b");
    scripts.write(home + "/bin/spark-submit", "");
    scripts.environment.put("SPARK_HOME", home.toString());

    scripts.assertRefused(SCRIPT, home.toString(), "a colon");
  }

  /** Log4j, Spark and Java options each have letters of their own. */
  @ParameterizedTest
  @ValueSource(strings = {"a#b", "a b", "a\"b", "a'b", "a%41b", "a+b,c"})
  void theProjectMayLieInAnyDirectory(String name) throws Exception {
    Path odd = copied(name).project;
    scripts.environment.put("SPARK_HOME", "");

    SubmitScript.Result result =
        scripts.shell("\"../" + name.replace("\"", "\\\"") + "/" + SCRIPT + "\"");

    assertThat(result.exit()).as("%s", result).isZero();
    String options =
        result.out().lines().filter(line -> line.contains("log4j2")).findFirst().orElseThrow();
    String uri = options.replaceAll(".*-Dlog4j2.configurationFile=([^\\s\"]+).*", "$1");
    assertThat(Path.of(URI.create(uri))).isEqualTo(odd.resolve("conf/log4j2.properties"));
    String jar = result.out().lines().filter(line -> line.endsWith("-job.jar")).findFirst().get();
    Path found = jar.startsWith("file:") ? Path.of(URI.create(jar)) : Path.of(jar);
    assertThat(found).isEqualTo(odd.resolve("target/convspark_2.13-9-spark4.2-job.jar"));
    // Spark takes what comes behind it for a fragment.
    assertThat(jar).doesNotContain("#");
  }

  @Test
  void lettersBeyondAsciiAreTheirBytesOfUtf8() throws Exception {
    assertThat(scripts.shell(". submit/lib/environment.sh; file_uri $'/gr\\xc3\\xb6'").out())
        .isEqualTo("file:///gr%C3%B6\n");
  }

  /** The next file that is opened would have a closed stream's number. */
  @ParameterizedTest
  @ValueSource(strings = {">&-", "2>&-", "<&-", "<&- >&- 2>&-"})
  void aClosedStreamIsOpenForSparkSubmit(String closed) throws Exception {
    scripts.write(
        sparkHome + "/bin/spark-submit",
        "for n in 0 1 2; do [ -e /dev/fd/$n ] && readlink -f /dev/fd/$n; done >\"$FOUND\"\n");
    Path found = temporary.resolve("found");
    scripts.environment.put("FOUND", found.toString());

    assertThat(scripts.shell(SCRIPT + " " + closed).exit()).isZero();
    assertThat(Files.readAllLines(found)).hasSize(3).noneMatch(file -> file.endsWith(".sh"));
  }

  @Test
  void nobodyWhoReadsErrorsIsNoReasonToStop() throws Exception {
    scripts.assertAccepted(SCRIPT + " 2>/dev/full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory.max", "memory/memory.limit_in_bytes"})
  void theHeapFollowsFromAContainersLimit(String file) throws Exception {
    Path limit = temporary.resolve("cgroups").resolve(file);
    Files.createDirectories(limit.getParent());
    Files.writeString(limit, (4L << 30) + "\n");

    assertThat(
            scripts.shell(". submit/lib/spark-options.sh; default_driver_memory ../cgroups").out())
        .isEqualTo("1536m\n");
  }

  @Test
  void whatACrashLeavesIsNotInTheUsersDirectory() throws Exception {
    SubmitScript.Result result = scripts.shell("ulimit -S -c 0; " + SCRIPT);

    assertThat(result.out())
        .containsPattern("-XX:ErrorFile=/\\S+/hs_err_pid%p.log")
        .containsPattern("-XX:ReplayDataFile=/\\S+/replay_pid%p.log")
        .containsPattern("-XX:HeapDumpPath=/\\S+");
  }
}
