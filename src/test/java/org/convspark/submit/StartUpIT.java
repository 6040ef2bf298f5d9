package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.convspark.config.Build;
import org.convspark.submit.SubmitScript.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands leave alone that they don't need. */
@DisabledOnOs(OS.WINDOWS)
final class StartUpIT {
  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource({"train.sh, --help", "summary.sh, --network=convnet"})
  @DisplayName("help and a network's summary start no Spark and load no natives")
  void neitherSparkNorNatives(String script, String option) throws Exception {
    Path loaded = temporary.resolve("loaded");
    Result result =
        SubmitScript.scriptWith(
            List.of("--conf", "spark.driver.extraJavaOptions=-Xlog:class+load:file=" + loaded),
            script,
            option);

    assertThat(result.exit()).as("%s", result).isZero();
    assertThat(Files.readString(loaded))
        .contains(" org.convspark.Main ")
        .doesNotContain(" org.apache.spark.scheduler.DAGScheduler ")
        .doesNotContain(" org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu ");
  }

  @Test
  @DisplayName("on this machine the job jar is not copied, and the user's jars are")
  void theJobJarStaysWhereItIs() throws Exception {
    Path jar = jar("users.jar");
    Result result =
        SubmitScript.scriptWith(List.of("--jars", jar.toString()), "doctor.sh", "--verbose");

    assertThat(result.exit()).as("%s", result).isZero();
    assertThat(result.err())
        .containsPattern("Added JAR .*users\\.jar")
        .doesNotContainPattern("Added JAR .*-job\\.jar");
  }

  @Test
  @DisplayName("with --verbose an error's one line is followed by where it came from")
  void whereAnErrorCameFromIsShownOnRequest() throws Exception {
    String missing = temporary.resolve("missing").toString();
    String[] options = {"--model", missing, "--data", "synthetic:10", "--out", missing + "-out"};
    Result terse = SubmitScript.script("evaluate.sh", options);
    List<String> verbosely = new ArrayList<>(List.of(options));
    verbosely.add("--verbose");
    Result verbose = SubmitScript.script("evaluate.sh", verbosely.toArray(String[]::new));

    assertThat(terse.exit()).as("%s", terse).isEqualTo(2);
    assertThat(terse.err()).contains(missing + ": found ").doesNotContain("\tat ");
    assertThat(verbose.exit()).as("%s", verbose).isEqualTo(2);
    assertThat(verbose.err()).contains(missing + ": found ").contains("\tat org.convspark.");
  }

  @Test
  void tellsItsVersions() throws Exception {
    Result result = SubmitScript.script("convspark.sh", "--version");

    assertThat(result.exit()).as("%s", result).isZero();
    assertThat(result.out())
        .startsWith("ConvSpark " + Build.CURRENT.version() + ", Spark " + Build.CURRENT.spark())
        .matches(
            "ConvSpark \\S+, Spark \\S+, Scala 2\\.\\S+, Java \\d\\S+, DL4J 1\\S+, oneDNN 3\\S+\n");
  }

  private Path jar(String name) throws IOException {
    Path jar = temporary.resolve(name);
    new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
    return jar;
  }
}
