package org.convspark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.convspark.submit.SubmitScript;
import org.convspark.submit.SubmitScript.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands in JVMs whose locale writes numbers, letters or years otherwise. */
@DisabledOnOs(OS.WINDOWS)
final class LocaleIT {
  @TempDir private Path directory;

  private Result run(String locale, String script, String... options) throws Exception {
    Result result =
        SubmitScript.scriptWith(
            List.of("--conf", "spark.driver.extraJavaOptions=" + locale), script, options);
    assertThat(result.exit()).as("%s", result).isZero();
    return result;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  @DisplayName("no file is named, and no page or JSON written, in other digits than 0 to 9")
  void numbersAreTheSameWhereTheLocaleHasOtherDigits() throws Exception {
    String egypt = "-Duser.language=ar -Duser.country=EG -Duser.extensions=u-nu-arab";
    Path run = directory.resolve("run");
    Path predictions = directory.resolve("predictions");
    String data = "synthetic:240";

    String said =
        run(egypt, "train.sh", "--data", data, "--network", "dense", "--out", run.toString())
            .toString();
    said += run(egypt, "report.sh", "--run", run.toString());
    said +=
        run(
            egypt,
            "predict.sh",
            "--model",
            run.toString(),
            "--data",
            data,
            "--set",
            "predict.format=csv",
            "--out",
            predictions.toString());

    assertThat(said).containsPattern("Test accuracy on synthetic:240: [01]\\.\\d{4} \\(\\d+ of 40");
    assertThat(json(run.resolve("metrics.json")).get("examples").asInt()).isEqualTo(40);
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        said += directory.relativize(file) + "\n";
        if (file.toString().matches(".*\\.(json|jsonl|html|csv|txt)")) {
          said += Files.readString(file, UTF_8);
        }
      }
    }
    assertThat(said).contains("report.html", "part-00000");
    assertThat(said.codePoints().filter(c -> c > 0x7f && Character.isDigit(c))).isEmpty();
  }

  @Test
  void aTableIsTheSameInAnyLocale() throws Exception {
    String[] network = {"--network", "lenet-5"};
    String usual = run("-Duser.language=en", "summary.sh", network).out();

    for (String locale :
        List.of(
            "-Duser.language=tr -Duser.country=TR",
            "-Duser.language=th -Duser.country=TH -Duser.extensions=u-ca-buddhist-nu-thai",
            "-Duser.language=hi -Duser.country=IN -Duser.extensions=u-nu-deva")) {
      assertThat(run(locale, "summary.sh", network).out()).as(locale).isEqualTo(usual);
    }
  }
}
