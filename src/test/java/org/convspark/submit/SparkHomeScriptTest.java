package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which Spark the scripts take and which job jar for it; see {@code submit/lib/spark-home.sh}. With
 * a checkout that has both builds.
 */
@DisabledOnOs(OS.WINDOWS)
final class SparkHomeScriptTest {
  private static final String SCRIPT = "submit/summary.sh";
  private static final String JAR_4 = "target/convspark_2.13-9-spark4.2-job.jar";
  private static final String JAR_3 = "target/spark-3.5/convspark_2.12-9-spark3.5-job.jar";
  private static final String HOME_4 = "target/spark-home";
  private static final String HOME_3 = "target/spark-3.5/spark-home";
  private static final String BUILD_4 = "mvn -B -DskipTests package";
  private static final String BUILD_3 = "mvn -B -Pspark-3.5 -DskipTests package";

  @TempDir private Path temporary;
  private CopiedScripts scripts;
  private Path sparkHome;

  @BeforeEach
  void copyScripts() throws IOException {
    scripts = new CopiedScripts(temporary, "project");
    scripts.write(JAR_4, "");
    scripts.write(JAR_3, "");
    scripts.write(HOME_4 + "/bin/spark-submit", CopiedScripts.STUB);
    scripts.write(HOME_3 + "/bin/spark-submit", CopiedScripts.STUB);
    sparkHome = temporary.resolve("spark");
    scripts.write(sparkHome + "/bin/spark-submit", CopiedScripts.STUB);
    scripts.environment.put("SPARK_HOME", sparkHome.toString());
  }

  private void spark(String scalaAndVersion) throws IOException {
    scripts.write(sparkHome + "/jars/spark-core_" + scalaAndVersion + ".jar", "");
  }

  private void delete(String file) throws IOException {
    Files.delete(scripts.project.resolve(file));
  }

  /** The job jar that a command takes, relative to the project. */
  private String jarOf(String line) throws Exception {
    return jar(scripts.assertAccepted(line).out());
  }

  private String jar(String printed) {
    return Stream.of(printed.split("\\s"))
        .filter(word -> word.endsWith("-job.jar"))
        .map(word -> scripts.project.relativize(Path.of(word)).toString())
        .reduce((a, b) -> a + " " + b)
        .orElse("none in " + printed);
  }

  @ParameterizedTest
  @CsvSource({
    "2.12-3.5.0, " + JAR_3,
    "2.12-3.5.1-amzn-0, " + JAR_3,
    "2.12-3.5.1.3.3.7190.0-91, " + JAR_3,
    "2.13-4.0.0, " + JAR_4,
    "2.13-4.1.1-SNAPSHOT, " + JAR_4,
    "2.13-4.2.0, " + JAR_4
  })
  void theJarIsTheOneForTheSpark(String version, String jar) throws Exception {
    spark(version);

    SubmitScript.Result result = scripts.assertAccepted(SCRIPT);
    assertThat(jar(result.out())).isEqualTo(jar);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void ofJarsForASparkTheNewestIsTaken() throws Exception {
    spark("2.12-3.5.0");
    String newer = "target/spark-3.5/convspark_2.12-10-spark3.5-job.jar";
    scripts.write(newer, "");
    Files.setLastModifiedTime(scripts.project.resolve(JAR_3), FileTime.fromMillis(1_000_000));

    assertThat(jarOf(SCRIPT)).isEqualTo(newer);
  }

  @ParameterizedTest
  @CsvSource({
    "2.13-3.5.3, Spark 3.5.3 with Scala 2.13",
    "2.12-3.4.1, Spark 3.4.1 with Scala 2.12",
    "2.12-3.50.0, Spark 3.50.0 with Scala 2.12",
    "2.13-5.0.0, Spark 5.0.0 with Scala 2.13",
    "2.13-40.0.0, Spark 40.0.0 with Scala 2.13",
    "3-4.2.0, Spark 4.2.0 with Scala 3",
    "2.11-2.4.8, Spark 2.4.8 with Scala 2.11"
  })
  void anotherSparkIsRefused(String version, String found) throws Exception {
    spark(version);

    scripts.assertRefused(
        SCRIPT,
        "SPARK_HOME " + sparkHome + ": found " + found + ", expected",
        "Spark 4 with Scala 2.13 or Spark 3.5 with Scala 2.12",
        "set SPARK_HOME to such a Spark, or unset it");
  }

  @ParameterizedTest
  @CsvSource({"4.3.0, true", "4.10.1, true", "4.2.7, false", "4.0.0-preview2, false"})
  void aMinorVersionThatNobodyTriedGetsALine(String version, boolean said) throws Exception {
    spark("2.13-" + version);

    SubmitScript.Result result = scripts.assertAccepted(SCRIPT);
    assertThat(jar(result.out())).isEqualTo(JAR_4);
    if (said) {
      assertThat(result.err().lines())
          .singleElement()
          .asString()
          .startsWith("convspark: SPARK_HOME " + sparkHome)
          .contains("Spark " + version + " wasn't tried, only 3.5 4.0 4.1 4.2");
    } else {
      assertThat(result.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Spark 3.5.1 (git revision fd86f85e181) built for Hadoop 3.3.4, -B -Pyarn, " + JAR_3,
    "Spark 4.0.0 (git revision fa33ea000a0) built for Hadoop 3.4.1, -B -Pyarn, " + JAR_4,
    "Spark 3.5.1 built for Hadoop 3.3.4, -B -Pscala-2.13, Spark 3.5.1 with Scala 2.13",
    "Spark 3.4.1 built for Hadoop 3.3.4, -B, Spark 3.4.1"
  })
  void aHomeIsKnownByItsReleaseFile(String first, String flags, String expected) throws Exception {
    Files.writeString(sparkHome.resolve("RELEASE"), first + "\nBuild flags: " + flags + "\n");

    if (expected.startsWith("Spark ")) {
      scripts.assertRefused(SCRIPT, "found " + expected + ", expected");
    } else {
      assertThat(jarOf(SCRIPT)).isEqualTo(expected);
    }
  }

  @Test
  void aHomeIsKnownByItsScalaLibrary() throws Exception {
    Path library = sparkHome.resolve("jars/scala-library-2.12.18.jar");
    scripts.write(library.toString(), "");
    assertThat(jarOf(SCRIPT)).isEqualTo(JAR_3);

    Files.move(library, library.resolveSibling("scala-library-2.13.16.jar"));
    assertThat(jarOf(SCRIPT)).isEqualTo(JAR_4);

    Files.move(
        library.resolveSibling("scala-library-2.13.16.jar"),
        library.resolveSibling("scala-library-2.11.12.jar"));
    scripts.assertRefused(SCRIPT, "found Scala 2.11, expected");
  }

  /** The job looks at it again. */
  @ParameterizedTest
  @ValueSource(strings = {JAR_3, JAR_4})
  void aHomeThatTellsNothingGetsTheNewestJar(String newest) throws Exception {
    for (String jar : List.of(JAR_3, JAR_4)) {
      long time = jar.equals(newest) ? 2_000_000 : 1_000_000;
      Files.setLastModifiedTime(scripts.project.resolve(jar), FileTime.fromMillis(time));
    }

    assertThat(jarOf(SCRIPT)).isEqualTo(newest);
  }

  @Test
  void whatIsNotBuiltForASparkIsNamedWithTheCommand() throws Exception {
    spark("2.12-3.5.0");
    delete(JAR_3);
    scripts.assertRefused(SCRIPT, "no job jar for Spark 3.5.0 with Scala 2.12", BUILD_3);

    delete("../spark/jars/spark-core_2.12-3.5.0.jar");
    delete(JAR_4);
    scripts.assertRefused(SCRIPT, "no job jar in", BUILD_4, BUILD_3);

    spark("2.13-4.1.0");
    scripts.write(JAR_3, "");
    scripts.assertRefused(SCRIPT, "no job jar for Spark 4.1.0 with Scala 2.13", BUILD_4);
  }

  @Test
  @DisplayName("without SPARK_HOME the default's, then the other's, then the default is built")
  void withoutASparkHome() throws Exception {
    scripts.environment.put("SPARK_HOME", "");
    assertThat(jarOf(SCRIPT)).isEqualTo(JAR_4);

    delete(JAR_4);
    assertThat(jarOf(SCRIPT)).isEqualTo(JAR_3);

    delete(JAR_3);
    SubmitScript.Result dry = scripts.shell(SCRIPT + " --dry-run");
    assertThat(jar(dry.err())).matches("target/convspark_2\\.13-\\d\\S*-spark4\\.2-job\\.jar");
    assertThat(dry.err()).contains("/project/target/spark-home/bin/spark-submit");

    scripts.write("bin/mvn", "echo \"$@\" >mvn.said\ntouch " + JAR_4 + "\n");
    scripts.environment.put("PATH", scripts.project + "/bin:" + System.getenv("PATH"));
    SubmitScript.Result built = scripts.assertAccepted(SCRIPT);
    assertThat(built.err()).contains("convspark: building (" + BUILD_4 + ")");
    assertThat(scripts.project.resolve("mvn.said")).hasContent("-B -q -DskipTests package");
    assertThat(jar(built.out())).isEqualTo(JAR_4);
  }

  @ParameterizedTest
  @CsvSource({HOME_4 + ", " + JAR_4 + ", 4", HOME_3 + ", " + JAR_3 + ", 3.5"})
  @DisplayName("an embedded home is one when SPARK_HOME names it, from here or by its whole path")
  void theEmbeddedHomes(String home, String jar, String series) throws Exception {
    for (String name : List.of(home, scripts.project.resolve(home).toString())) {
      scripts.environment.put("SPARK_HOME", name);

      assertThat(jarOf(SCRIPT)).isEqualTo(jar);
      scripts.assertRefused(SCRIPT + " -- --master yarn", "no client for yarn", "Spark " + series);
    }
  }

  @Test
  void newerSourcesAreForTheBuildThatRuns() throws Exception {
    scripts.write("src/main/java/A.java", "");
    for (String jar : List.of(JAR_3, JAR_4)) {
      Files.setLastModifiedTime(scripts.project.resolve(jar), FileTime.fromMillis(1_000_000));
    }
    spark("2.12-3.5.0");
    assertThat(scripts.assertAccepted(SCRIPT).err()).contains("sources are newer", BUILD_3);

    scripts.environment.put("SPARK_HOME", "");
    assertThat(scripts.assertAccepted(SCRIPT).err()).contains("sources are newer", BUILD_4);
  }

  @Test
  void aClusterNeedsNoJobJar() throws Exception {
    scripts.write(sparkHome + "/bin/spark-class", "exit 1\n");
    spark("2.12-3.5.0");
    delete(JAR_3);
    assertThat(scripts.shell("submit/cluster.sh start").exit()).isEqualTo(3);

    spark("2.11-2.4.8");
    scripts.assertRefused("submit/cluster.sh start", "cluster: SPARK_HOME", "found Spark 2.4.8");
  }
}
