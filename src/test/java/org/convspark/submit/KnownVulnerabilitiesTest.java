package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step of the build that names libraries with known vulnerabilities. */
final class KnownVulnerabilitiesTest {
  @TempDir private Path directory;

  @Test
  void oneThatMayDoHarmFailsTheBuildAndIsNamed() throws Exception {
    // ND4J has shaded SnakeYAML into an artifact of another name.
    SubmitScript.Result result = check("org.yaml:snakeyaml | - | 2.0 | CVE-2022-1471 |");

    assertThat(result.exit()).as(result.toString()).isEqualTo(1);
    assertThat(result.err())
        .contains("CVE-2022-1471 in org.yaml:snakeyaml 1.26 (jackson-1.0.0-M2.jar): take 2.0");
  }

  @Test
  void othersDoNot() throws Exception {
    SubmitScript.Result result =
        check(
            "# of another version",
            "org.yaml:snakeyaml | - | 1.26 | CVE-1 |",
            "org.yaml:snakeyaml | 1.27 | 2.0 | CVE-2 |",
            "org.yaml:snakeyaml | - | 2.0 | CVE-3 | no YAML is read",
            "org.example:none | - | 2.0 | CVE-4 |");

    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.out()).endsWith(": org.yaml:snakeyaml 1.26\n");
  }

  private SubmitScript.Result check(String... lines) throws IOException, InterruptedException {
    Path list = Files.write(directory.resolve("list.txt"), List.of(lines));
    return SubmitScript.run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            "src/build/KnownVulnerabilities.java",
            list.toString()));
  }
}
