package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts as a release for Spark 3.5 has them: with its job jar in jars/, without sources,
 * Maven and a Spark of their own.
 */
@DisabledOnOs(OS.WINDOWS)
final class ReleaseScriptTest {
  private static final String SCRIPT = "submit/summary.sh";
  private static final String JAR = "jars/convspark_2.12-9.1-spark3.5-job.jar";

  @TempDir private Path temporary;
  private CopiedScripts scripts;
  private Path sparkHome;

  @BeforeEach
  void unpack() throws IOException {
    scripts = new CopiedScripts(temporary, "convspark-9.1");
    Files.delete(scripts.project.resolve("pom.xml"));
    scripts.write(JAR, "");
    sparkHome = temporary.resolve("spark");
    scripts.write(sparkHome + "/bin/spark-submit", CopiedScripts.STUB);
    scripts.write(sparkHome + "/bin/spark-class", "exit 1\n");
    scripts.environment.put("SPARK_HOME", sparkHome.toString());
    // What would build is not to be missed by chance.
    scripts.write(temporary + "/bin/mvn", "echo built >&2\nexit 1\n");
    scripts.environment.put("PATH", temporary.resolve("bin") + ":" + System.getenv("PATH"));
  }

  private void spark(String scalaAndVersion) throws IOException {
    scripts.write(sparkHome + "/jars/spark-core_" + scalaAndVersion + ".jar", "");
  }

  private List<Path> files() throws IOException {
    try (var files = Files.walk(scripts.project)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.12-3.5.0", ""})
  void itRunsOnASparkOfItsKindAndChangesNothing(String version) throws Exception {
    if (!version.isEmpty()) {
      spark(version);
    }
    List<Path> before = files();

    SubmitScript.Result result = scripts.assertAccepted(SCRIPT);
    assertThat(result.out().lines()).contains(scripts.project.resolve(JAR).toString());
    assertThat(result.err()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {SCRIPT, SCRIPT + " --dry-run", "submit/cluster.sh start"})
  void withoutASparkHomeALineSaysWhatIsMissing(String line) throws Exception {
    scripts.environment.put("SPARK_HOME", "");

    scripts.assertRefused(
        line, "this release has no Spark of its own; set SPARK_HOME to a Spark 3.5 installation");
  }

  @Test
  void aSparkHomeWithoutSparkIsRefused() throws Exception {
    scripts.environment.put("SPARK_HOME", "/nowhere");

    scripts.assertRefused(SCRIPT, "no /nowhere/bin/spark-submit: set SPARK_HOME to a Spark 3.5");
    assertThat(scripts.shell(SCRIPT).err()).doesNotContain("unset");
  }

  @ParameterizedTest
  @ValueSource(strings = {SCRIPT, "submit/cluster.sh start"})
  void forTheOtherSparkThereIsAnotherArchive(String line) throws Exception {
    spark("2.13-4.1.0");

    scripts.assertRefused(
        line,
        "SPARK_HOME " + sparkHome + ": found Spark 4.1.0 with Scala 2.13",
        "expected Spark 3.5 with Scala 2.12",
        "take convspark-9.1-spark4.2.tar.gz");
  }

  @Test
  void thatOfSpark4NamesTheOneOfSpark3() throws Exception {
    Files.delete(scripts.project.resolve(JAR));
    scripts.write("jars/convspark_2.13-9.1-spark4.2-job.jar", "");
    spark("2.12-3.5.0");

    scripts.assertRefused(
        SCRIPT, "expected Spark 4 with Scala 2.13", "take convspark-9.1-spark3.5.tar.gz");
  }

  @Test
  void bothArchivesMayLieInOneDirectory() throws Exception {
    String other = "jars/convspark_2.13-9.1-spark4.2-job.jar";
    scripts.write(other, "");
    spark("2.13-4.1.0");

    assertThat(scripts.assertAccepted(SCRIPT).out().lines())
        .contains(scripts.project.resolve(other).toString());
  }

  @Test
  void aSparkThatNobodySupportsIsRefused() throws Exception {
    spark("2.12-3.4.1");

    scripts.assertRefused(
        SCRIPT, "found Spark 3.4.1 with Scala 2.12, expected Spark 3.5 with Scala 2.12;");
  }

  @Test
  void aJarThatIsGoneIsNamed() throws Exception {
    Files.delete(scripts.project.resolve(JAR));

    scripts.assertRefused(SCRIPT, "jars: found no job jar", "unpack its archive again");
  }

  @Test
  void aClustersStateIsInNoBuild() throws Exception {
    spark("2.12-3.5.0");

    assertThat(scripts.shell("submit/cluster.sh start").exit()).isEqualTo(3);
    assertThat(scripts.project.resolve("cluster/logs/master.log")).exists();
    assertThat(scripts.project.resolve("target")).doesNotExist();

    Files.writeString(temporary.resolve("file"), "");
    scripts.environment.put("CONVSPARK_CLUSTER_DIR", temporary.resolve("file/x").toString());
    scripts.assertRefused("submit/cluster.sh start", "file/x: found no", "CONVSPARK_CLUSTER_DIR");
  }
}
