package org.convspark.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The scripts, copied to a directory of a test's own, where stubs stand for what they start. */
final class CopiedScripts {
  /** A spark-submit that prints its arguments. */
  static final String STUB = "printf '%s\\n' \"$@\"\n";

  final Path project;

  /** On top of that of the tests. */
  final Map<String, String> environment = new TreeMap<>();

  private final Path temporary;

  /**
   * @param temporary directory, beside the project, for what the scripts print
   * @param name of the project's directory in it
   */
  CopiedScripts(Path temporary, String name) throws IOException {
    this.temporary = temporary;
    project = temporary.resolve(name);
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
    environment.put("SPARK_HOME", "");
  }

  /** Writes a file of the project, or of anywhere else: an executable, of a shell's lines. */
  void write(String file, String lines) throws IOException {
    Path path = project.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, lines.isEmpty() ? lines : "#!/usr/bin/env bash\n" + lines);
    assertThat(path.toFile().setExecutable(true)).isTrue();
  }

  SubmitScript.Result shell(String line) throws IOException, InterruptedException {
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

  void assertRefused(String line, String... said) throws Exception {
    SubmitScript.Result result = shell(line);

    assertThat(result.exit()).as("%s", result).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).singleElement().asString().contains(said);
  }

  SubmitScript.Result assertAccepted(String line) throws Exception {
    SubmitScript.Result result = shell(line);
    assertThat(result.exit()).as("%s", result).isZero();
    assertThat(result.out()).contains("org.convspark.Main");
    return result;
  }
}
