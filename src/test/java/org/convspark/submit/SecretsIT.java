package org.convspark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Keys and passwords of a run are in nothing that it writes or says. */
@DisabledOnOs(OS.WINDOWS)
final class SecretsIT {
  private static final String SECRET = "hunter2";

  @TempDir private Path directory;
  private Path events;

  @BeforeEach
  void makeDirectory() throws IOException {
    events = Files.createDirectory(directory.resolve("events"));
  }

  @Test
  void ofATraining() throws Exception {
    SubmitScript.Result result =
        run("train", "--network", "dense", "--data", "synthetic:600", "--epochs", "1");

    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.toString()).doesNotContain(SECRET);
    assertThat(files()).anyMatch(file -> file.endsWith("run.json")).allSatisfy(SecretsIT::isClean);
    try (Stream<Path> logs = Files.list(events)) {
      assertThat(logs).isNotEmpty();
    }
  }

  @Test
  void ofALocationThatCannotBeRead() throws Exception {
    SubmitScript.Result result = run("train", "--data", "s3a://AKIA:ab/" + SECRET + "@bucket/x");

    assertThat(result.exit()).as(result.toString()).isEqualTo(2);
    assertThat(result.toString()).doesNotContain(SECRET).contains("@bucket/x");
    assertThat(files())
        .anyMatch(file -> file.endsWith("convspark.log"))
        .allSatisfy(SecretsIT::isClean);
  }

  private SubmitScript.Result run(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "AWS_ACCESS_KEY_ID=AKIA"));
    command.add("AWS_SECRET_ACCESS_KEY=" + SECRET);
    command.add("XDG_STATE_HOME=" + directory.resolve("state"));
    command.add(Path.of("submit/convspark.sh").toAbsolutePath().toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--out", directory.resolve("run").toString(), "--verbose", "--"));
    command.addAll(List.of("--master", "local[2]", "--driver-memory", "1g"));
    for (String setting :
        List.of(
            "spark.eventLog.enabled=true",
            "spark.eventLog.dir=" + events.toUri(),
            "spark.hadoop.fs.s3a.access.key=" + SECRET,
            "spark.hadoop.fs.s3a.secret.key=" + SECRET,
            "spark.hadoop.fs.azure.account.key.me=" + SECRET,
            "spark.hadoop.my.uri=s3a://AKIA:ab/" + SECRET + "@bucket/x",
            "spark.driver.extraJavaOptions=-Dmy.password=" + SECRET)) {
      command.addAll(List.of("--conf", setting));
    }
    return SubmitScript.run(command);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void isClean(Path file) {
    try {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain(SECRET);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
